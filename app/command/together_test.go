package command

import (
	"context"
	"strings"
	"testing"

	"factmark/store"
)

// Commands work on a workspace that is open, as it is in a window; the one who
// has it open hears of what they changed, and may go on.
func TestCommandsOnAWorkspaceThatIsOpen(t *testing.T) {
	desk(t)
	write(t, "a.txt", "One text\n")
	must(t, "import", "-w", "desk.factmark", "a.txt")
	st, err := store.Open(t.Context(), "desk.factmark")
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	heard := make(chan store.Change, 100)
	st.Listen(func(c store.Change) { heard <- c })
	documents, err := st.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	label := func() {
		t.Helper()
		claims, err := st.AddClaims(t.Context(), []store.NewClaim{{DocumentID: documents[0].ID, Start: 0, End: 3, LabelID: store.SupportedID}})
		if err != nil || len(claims) != 1 {
			t.Fatal(claims, err)
		}
	}
	label()
	if c := <-heard; c.Action.Name != "Label as Supported" {
		t.Errorf("heard %+v", c)
	}

	write(t, "b.txt", "Another text\n")
	must(t, "import", "-w", "desk.factmark", "b.txt")
	if c := <-heard; c.Kind != "elsewhere" {
		t.Errorf("heard %+v", c)
	}
	exported := must(t, "export", "-w", "desk.factmark", "-o", "-")
	if !strings.Contains(exported, ",One,") {
		t.Errorf("exported %q", exported)
	}
	label()
	<-heard
	must(t, "backup", "-w", "desk.factmark", "-o", "copy.factmark")
	label()
	<-heard
	// What is exported, with one claim taken out of the workspace, comes back by the command.
	write(t, "claims.csv", must(t, "export", "-w", "desk.factmark", "-o", "-"))
	all, err := st.Claims(t.Context(), documents[0].ID)
	if err != nil || len(all) != 3 {
		t.Fatal(len(all), err)
	}
	if err := st.DeleteClaims(t.Context(), all[1].ID); err != nil {
		t.Fatal(err)
	}
	<-heard
	if said := must(t, "claims", "-w", "desk.factmark", "claims.csv"); !strings.Contains(said, "1 claim added") {
		t.Errorf("it says %q", said)
	}
	if c := <-heard; c.Kind != "elsewhere" {
		t.Errorf("heard %+v", c)
	}
	// Undo in the window takes back what the command did, and says so.
	change, err := st.Undo(context.Background())
	if err != nil || change.Action.Name != "Import 3 claims" {
		t.Errorf("undid %+v, %v", change.Action, err)
	}
	must(t, "check", "-w", "desk.factmark")
	must(t, "check", "-w", "copy.factmark")
}
