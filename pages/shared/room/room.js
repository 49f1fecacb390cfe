// The two sides of a room; a page asks for one of them.
import { student } from "./student.js";
import { teacher } from "./teacher.js";

/** @param {Lab.Component<Lab.Room>} component */
export default (component) =>
  (component.data.part === "teacher" ? teacher : student)(component);
