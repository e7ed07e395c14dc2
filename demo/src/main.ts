document.body.textContent = `Fanfare at ${location.host}`;
