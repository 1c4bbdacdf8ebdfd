/* What fails while the page is drawn is said on the page, too: readers do not look into a console. */

for (const name of ['error', 'unhandledrejection']) {
  window.addEventListener(name, (event) => {
    const status = document.getElementById('status');
    if (document.body.dataset.ready !== 'true' && !status.textContent) status.textContent = String(event.message ?? event.reason);
  });
}
