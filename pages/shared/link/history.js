// Writes what the page shows into the address. Streamlit's own way adds an entry to the browser's
// history whatever has changed; here the app counts the entries, so that Back goes back one choice.

const STREAMLITS = ["embed", "embed_options"]; // names in the address that are not ours
let last = { session: "", number: 0, visit: 0, entries: 0 };

/** @param {Lab.Component<Lab.Address>} component */
export default function ({ data }) {
  if (data.session === last.session && data.number <= last.number) return; // mounted once more
  const restarted = last.session !== "" && data.session !== last.session;
  const same = data.session === last.session && data.visit === last.visit;
  const added = data.entries > (same ? last.entries : 0);
  last = data;
  const name = location.pathname.split("/").pop() ?? "";
  if ((data.pages.includes(name) ? name : "") !== data.page) return; // the visitor has gone on
  const kept = location.search.slice(1).split("&")
    .filter((one) => STREAMLITS.includes(one.split("=")[0]));
  const query = [...kept, data.query].filter(Boolean).join("&");
  const search = query && `?${query}`;
  if (search === location.search) return;
  if (restarted) { // a new server was told the address that Streamlit's front end remembers
    dispatchEvent(new PopStateEvent("popstate"));
    return;
  }
  history[added ? "pushState" : "replaceState"]({}, "", location.pathname + search);
  if (parent === window) return;
  // A site that shows the app in a frame may have the address in its own: as Streamlit tells it.
  parent.postMessage({ stCommVersion: 1, type: "SET_QUERY_PARAM", queryParams: search }, "*");
}
