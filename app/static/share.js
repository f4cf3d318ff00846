// The Share button hands the PDF to another app of this device. It is hidden where there is no script, or where the
// device has nothing that takes a PDF.
(() => {
  const share = document.getElementById("share");
  const said = document.getElementById("share-said");
  const asFile = (part) => new File([part], share.dataset.name, { type: "application/pdf" });
  let ready = null;

  async function made() {
    const response = await fetch(share.dataset.pdf);
    if (!response.ok) throw new Error("no PDF came");
    return asFile(await response.blob());
  }

  async function give() {
    const waited = !ready;
    ready = ready || (await made());
    try {
      await navigator.share({ files: [ready] });
      ready = null;
    } catch (error) {
      // A browser allows sharing for a few seconds after a press: a slow network can take longer to bring the PDF.
      if (waited && error.name === "NotAllowedError") said.textContent = share.dataset.again;
      else if (error.name !== "AbortError") throw error; // who closed the list of apps knows that they did
    }
  }

  said.hidden = share.hidden = !(navigator.canShare && navigator.canShare({ files: [asFile("%PDF-")] }));
  share.addEventListener("click", async () => {
    said.textContent = "";
    try {
      await give();
    } catch {
      ready = null;
      said.textContent = share.dataset.failed;
    }
  });
})();
