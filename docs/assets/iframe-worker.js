// A page that is opened from a disk may start no worker. The search's worker then runs in a hidden frame, to which this
// gives what a worker has: postMessage both ways, and importScripts.
"use strict";

if (location.protocol === "file:") {
  const attribute = (url) => String(url).replace(/&/g, "&amp;").replace(/"/g, "&quot;");

  class FrameWorker extends EventTarget {
    constructor(url) {
      super();
      this.onmessage = null;
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      this.ready = new Promise((resolve) => this.frame.addEventListener("load", resolve));
      this.heard = (event) => {
        if (event.source !== this.frame.contentWindow) return;
        const message = new MessageEvent("message", { data: event.data });
        this.dispatchEvent(message);
        if (this.onmessage) this.onmessage(message);
      };
      addEventListener("message", this.heard);
      const begin =
        "self.postMessage = (data) => parent.postMessage(data, '*');" +
        "self.importScripts = (...urls) => urls.reduce((before, url) => before.then(() => new Promise((done, failed) => {" +
        "const script = document.createElement('script'); script.onload = done; script.onerror = failed;" +
        "script.src = url; document.body.append(script); })), Promise.resolve());";
      const source = attribute(new URL(url, location.href));
      this.frame.srcdoc = `<body><script>${begin}<\/script><script src="${source}"><\/script></body>`;
      document.body.append(this.frame);
    }

    postMessage(data) {
      this.ready.then(() => this.frame.contentWindow.dispatchEvent(new MessageEvent("message", { data })));
    }

    terminate() {
      removeEventListener("message", this.heard);
      this.frame.remove();
    }
  }

  window.IFrameWorker = FrameWorker;
  window.Worker = FrameWorker;
}
