// Package claims is the pane of the open document's claims, and the dialogs of a claim's details, of labels and guidelines, and
// of the import of claims.
package claims
