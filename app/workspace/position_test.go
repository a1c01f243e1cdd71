package workspace

import (
	"encoding/json"
	"testing"
)

// What is kept of a place is where it is, and not how the user came there.
func TestAPlaceIsKept(t *testing.T) {
	kept, err := json.Marshal(place{Position: 7, Claim: "c", Asked: true, chosen: true})
	if want := `{"position":7,"claim":"c"}`; err != nil || string(kept) != want {
		t.Errorf("%s, %v, want %s", kept, err, want)
	}
}
