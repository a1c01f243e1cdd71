package app

import (
	"strings"
	"testing"

	"factmark/store"
)

func TestADocumentIsMarkedAsDoneByAKey(t *testing.T) {
	b := newBench(t, first, second)
	if got := b.panes.library.Count.Text; got != "2" {
		t.Errorf("the panel counts %q", got)
	}
	b.send("Ctrl+Enter")
	doc, err := b.Workspace.Store.Document(t.Context(), b.Workspace.Document.ID)
	if err != nil || doc.Stated != store.DocumentDone {
		t.Fatalf("the document is %q, %v", doc.Stated, err)
	}
	b.wantTold("Marked as done. 1 document is left.")
	if got := b.panes.library.Count.Text; got != "1 of 2 done" {
		t.Errorf("the panel counts %q", got)
	}
	if said := b.panes.library.Summary(b.Workspace.Documents[0]); !strings.HasPrefix(said, "Done") {
		t.Errorf("the row says %q", said)
	}
	b.send("Ctrl+Enter")
	if doc, err = b.Workspace.Store.Document(t.Context(), b.Workspace.Document.ID); err != nil || doc.Stated != "" {
		t.Errorf("the document is %q, %v", doc.Stated, err)
	}
	b.send("Ctrl+Z")
	if doc, err = b.Workspace.Store.Document(t.Context(), b.Workspace.Document.ID); err != nil || doc.Stated != store.DocumentDone {
		t.Errorf("after undo the document is %q, %v", doc.Stated, err)
	}
	b.Workspace.Open(b.Workspace.Documents[1].ID, "")
	b.send("Ctrl+Enter")
	b.wantTold("Marked as done. All documents are done.")
}
