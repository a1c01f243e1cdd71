// Package document shows the open document: its text with the label bar, the library, and the dialogs that find,
// import, replace texts and place claims again.
package document
