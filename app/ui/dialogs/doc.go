// Package dialogs is what the parts of the window share: the stack of modal dialogs, forms and their fields,
// lists, the progress of long work, the choice of files, and the theme.
package dialogs
