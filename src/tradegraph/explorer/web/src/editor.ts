// The editor of queries in a served page: YASQE without what it would fetch, share or keep.

import Yasqe from "@zazuko/yasqe";
import "@zazuko/yasqe/build/yasqe.min.css";
import type { Editor } from "./page";

export function editor(label: string, run: () => void): Editor {
  const node = document.createElement("div");
  const yasqe = new Yasqe(node, {
    autocompleters: ["variables"],
    persistenceId: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "24rem",
    pluginButtons: () => [],
    consumeShareLink: null,
    prefixCcApi: null,
    lineWrapping: true,
    extraKeys: { "Ctrl-Enter": run, "Cmd-Enter": run, Tab: false, "Shift-Tab": false },
  });
  yasqe.getInputField().setAttribute("aria-label", label);
  return {
    node,
    get: () => yasqe.getValue(),
    set: (text) => {
      if (yasqe.getValue() === text) return;
      yasqe.setValue(text);
      yasqe.collapsePrefixes(true);
    },
    attached: () => yasqe.refresh(),
  };
}
