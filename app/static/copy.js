// The Copy button puts the text for the record on the clipboard. It is hidden where there is no script.
const copy = document.getElementById("copy");
const record = document.getElementById("record");
const said = document.getElementById("copy-said");

async function put() {
  if (navigator.clipboard) return navigator.clipboard.writeText(record.value);
  // Over plain http a browser has no clipboard object; the old command still works there.
  record.select();
  if (!document.execCommand("copy")) throw new Error("not copied");
}

copy.hidden = false;
copy.addEventListener("click", async () => {
  said.textContent = "";
  try {
    await put();
    said.textContent = copy.dataset.done;
  } catch {
    record.select();
    said.textContent = copy.dataset.failed;
  }
});
