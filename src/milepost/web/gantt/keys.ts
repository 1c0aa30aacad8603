/** The keys of the plan in words, for the page's list of keys; `keyboard.ts` and `chart-keys.ts` carry them out. */

export const KEYS: readonly (readonly [keys: string, words: string])[] = [
  ["↑ ↓ ← →", "Move; on a summary's name ← → close and open it"],
  ["Tab", "Next cell; after Esc, Tab leaves the outline"],
  ["Enter", "Edit the cell, then take the text and go down"],
  ["Esc", "Leave a cell as it was"],
  ["Insert", "New task above"],
  ["Delete", "Remove the selected tasks, or empty the cell"],
  ["Alt+Shift+→", "Indent"],
  ["Alt+Shift+←", "Outdent"],
  ["Alt+↑ Alt+↓", "Move the tasks up or down"],
  ["Space", "Select the row; with Shift and arrows a range"],
  ["Ctrl+F2", "Link the selected tasks; with Shift remove links"],
  ["Ctrl+C Ctrl+V", "Copy rows, paste from a spreadsheet"],
  ["Ctrl+Z Ctrl+Y", "Undo, redo"],
  ["Ctrl+F", "Filter the tasks"],
  ["Alt+Enter", "Details of the task"],
  ["Shift+F10", "Menu of the row, as with the right mouse button"],
  ["+ -", "Zoom; or Ctrl and the wheel"],
  ["Ctrl+Shift+→", "Make the column wider; ← narrower"],
];
