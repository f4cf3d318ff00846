// Puts a form on the page, in the place of the one before it.
import { createRoot } from "react-dom/client";

let root;

export function drawn(form) {
  root?.unmount();
  root = createRoot(document.getElementById("form"));
  root.render(form);
}
