// Package dialogs is what all rooms of the window share: the stack of modal dialogs, forms and their fields, lists, the
// progress of long work, the choice of files, and the look.
package dialogs
