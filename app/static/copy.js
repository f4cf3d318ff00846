// The Copy button puts the text for the record on the clipboard. It is hidden where there is no script.
const copy = document.getElementById("copy");
const record = document.getElementById("record");
const said = document.getElementById("copy-said");

function copyTheOldWay() {
  // Over plain http a browser has no clipboard object, but still copies what is selected in a field.
  const field = document.createElement("textarea");
  field.value = record.textContent;
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  if (!copied) throw new Error("not copied");
}

function showForCopyingByHand() {
  document.getElementById("record-shown").open = true;
  getSelection().selectAllChildren(record);
}

copy.hidden = false;
copy.addEventListener("click", async () => {
  said.textContent = "";
  try {
    if (navigator.clipboard) await navigator.clipboard.writeText(record.textContent);
    else copyTheOldWay();
    said.textContent = copy.dataset.done;
  } catch {
    showForCopyingByHand();
    said.textContent = copy.dataset.failed;
  }
});
