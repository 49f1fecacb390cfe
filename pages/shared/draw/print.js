// Opens what is folded, and lets the browser print the page.

/** @param {Lab.Component<{ label: string }>} component */
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button")
    ?? parentElement.appendChild(document.createElement("button"));
  button.type = "button";
  button.className = "lab-print";
  button.textContent = data.label;
  button.onclick = () => {
    document.querySelectorAll('[data-testid="stMain"] details:not([open])').forEach((one) => {
      one.setAttribute("open", "");
    });
    window.print();
  };
}
