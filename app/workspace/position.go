package workspace

import (
	"context"
	"encoding/json"
	"fmt"

	"factmark/store"
)

// place is where the user was in a document.
type place struct {
	Position int    `json:"position"` // code point at the top of the page
	Claim    string `json:"claim"`
	Asked    bool   `json:"-"` // the claim was asked for: bring it into view, whatever the position
	chosen   bool   // by the user, who goes there
	bare     bool   // no claim is to be current
	top      bool   // at the beginning of the text, wherever it was left
}

const settingDocument = "document" // the open document

func settingPlace(documentID string) string { return "place:" + documentID }

func readPlace(ctx context.Context, st *store.Store, documentID string) (place, error) {
	var p place
	kept, err := st.Setting(ctx, settingPlace(documentID))
	if err != nil || kept == "" {
		return p, err
	}
	if err := json.Unmarshal([]byte(kept), &p); err != nil {
		return place{}, nil // somebody else's or damaged: start at the top
	}
	return p, nil
}

// PositionMoved keeps where the user reads; the pane says it when scrolling has paused.
func (w *Workspace) PositionMoved(position int) {
	w.position = position
	w.rememberPlace()
}

func (w *Workspace) rememberPlace() {
	if w.Document.ID == "" || w.Opening != "" || w.IsBeside() { // what was current in a document that is left stays its place
		return
	}
	kept, err := json.Marshal(place{Position: w.position, Claim: w.Current})
	if err != nil {
		w.Fail(fmt.Errorf("keeping the place: %w", err))
		return
	}
	w.remember(settingPlace(w.Document.ID), string(kept))
}

// remember keeps a setting; one that can't be kept costs the user no work, so
// its error goes unsaid.
func (w *Workspace) remember(key, value string) {
	w.Back.Serial(func() { _ = w.Store.SetSetting(w.Ctx, key, value) })
}
