onmessage = ({ data }) => fetch(data, { mode: "no-cors" }).then(() => postMessage("sent"), () => postMessage("failed"));
