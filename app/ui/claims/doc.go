// Package claims shows the claims of the open document: their pane, and the dialogs of a claim's details, of
// labels and guidelines, and of imported claims.
package claims
