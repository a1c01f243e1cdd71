// Package search is the pane that searches all of a workspace: documents, claims, notes and evidence.
package search
