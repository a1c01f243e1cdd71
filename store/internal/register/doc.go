// Package register holds the data type with which workspaces are merged: a
// multi-value register with its causal history. It knows nothing of rows, SQL
// or fact-checking; the page of package merge says what the registers of a row
// are, how they are joined, and why the order does not matter.
package register
