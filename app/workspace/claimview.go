package workspace

import (
	"context"
	"encoding/json"
	"slices"

	"factmark/store"
)

// ClaimSort is what a list of claims is sorted by.
type ClaimSort string

const (
	SortPlace        ClaimSort = "place"    // by title of the document and place in its text
	SortMade         ClaimSort = "made"     // the newest first, like the next two
	SortChanged      ClaimSort = "changed"  // when anything of the claim was changed last
	SortDocumentDate ClaimSort = "document" // when the document was published; those without a date last
	SortLabel        ClaimSort = "label"    // in the order of the labels; those without one last
)

var claimSorts = []ClaimSort{SortPlace, SortMade, SortChanged, SortDocumentDate, SortLabel}

// ClaimFilterKind is what a filter of claims looks at.
type ClaimFilterKind string

const (
	FilterLabel       ClaimFilterKind = "label"    // its id
	FilterPerson      ClaimFilterKind = "person"   // by id, who made the claim
	FilterClaimStatus ClaimFilterKind = "status"   // one of ClaimStatuses
	FilterEvidence    ClaimFilterKind = "evidence" // EvidenceWith or EvidenceWithout
)

var claimFilterKinds = []ClaimFilterKind{FilterLabel, FilterPerson, FilterClaimStatus, FilterEvidence}

// The values of FilterClaimStatus and FilterEvidence.
const (
	ClaimToLabel    = "to label"
	ClaimLabelled   = "labelled"
	ClaimDiffering  = "people differ"
	ClaimInConflict = "in conflict"
	ClaimSettled    = "settled"
	ClaimRejected   = "rejected"
	ClaimUnplaced   = "without a place"

	EvidenceWith    = "with"
	EvidenceWithout = "without"
)

// ClaimStatuses are the values of FilterClaimStatus in the order in which they are offered.
var ClaimStatuses = []string{ClaimToLabel, ClaimLabelled, ClaimDiffering, ClaimInConflict, ClaimSettled, ClaimRejected, ClaimUnplaced}

// ClaimFilter lets claims through that have a value; of a label "" stands for none.
type ClaimFilter struct {
	Kind  ClaimFilterKind `json:"kind"`
	Value string          `json:"value"`
}

// ClaimView is which claims are listed and in which order. A claim listed has, of each kind that there are filters of, one of the
// values. It is kept in the workspace.
type ClaimView struct {
	All     bool          `json:"all"` // those of all documents, not of the open one
	Sort    ClaimSort     `json:"sort"`
	Filters []ClaimFilter `json:"filters"`
}

const settingClaims = "claims" // the view of their list

// readClaimView reads the view that was kept; what cannot be read is the view that a new workspace has.
func readClaimView(ctx context.Context, st *store.Store) (ClaimView, error) {
	view := ClaimView{Sort: SortPlace}
	kept, err := st.Setting(ctx, settingClaims)
	if err != nil || json.Unmarshal([]byte(kept), &view) != nil {
		return ClaimView{Sort: SortPlace}, err
	}
	if !slices.Contains(claimSorts, view.Sort) {
		view.Sort = SortPlace
	}
	view.Filters = slices.DeleteFunc(view.Filters, func(f ClaimFilter) bool { return !slices.Contains(claimFilterKinds, f.Kind) })
	view.Filters = view.Filters[:min(len(view.Filters), mostFilters)]
	return view, nil
}

// Equal tells whether two views are the same.
func (v ClaimView) Equal(other ClaimView) bool {
	return v.All == other.All && v.Sort == other.Sort && slices.Equal(v.Filters, other.Filters)
}

// Has tells whether a filter is on.
func (v ClaimView) Has(kind ClaimFilterKind, value string) bool {
	return slices.Contains(v.Filters, ClaimFilter{kind, value})
}

// filtersBy tells whether any filter of a kind is on.
func (v ClaimView) filtersBy(kind ClaimFilterKind) bool {
	return slices.ContainsFunc(v.Filters, func(f ClaimFilter) bool { return f.Kind == kind })
}

// byLabelAlone tells whether the view asks for nothing but labels, in text order.
func (v ClaimView) byLabelAlone() bool {
	return v.Sort == SortPlace && !slices.ContainsFunc(v.Filters, func(f ClaimFilter) bool { return f.Kind != FilterLabel })
}

// needsTimes tells whether the order depends on when claims were made or changed.
func (v ClaimView) needsTimes() bool { return v.Sort == SortMade || v.Sort == SortChanged }

// SortClaims sorts the list of claims.
func (w *Workspace) SortClaims(by ClaimSort) {
	w.ClaimView.Sort = by
	w.claimViewChanged()
}

// ToggleClaimFilter puts a filter on the list of claims, or takes it off.
func (w *Workspace) ToggleClaimFilter(f ClaimFilter) {
	w.ClaimView.Filters = toggled(w.ClaimView.Filters, f)
	w.claimViewChanged()
}

// ClearClaimFilters takes all filters off the list of claims.
func (w *Workspace) ClearClaimFilters() {
	if len(w.ClaimView.Filters) > 0 {
		w.ClaimView.Filters = nil
		w.claimViewChanged()
	}
}

// ListAllClaims lists the claims of all documents, or those of the open one alone.
func (w *Workspace) ListAllClaims(all bool) {
	if w.ClaimView.All != all {
		w.ClaimView.All = all
		w.claimViewChanged()
	}
}

func (w *Workspace) claimViewChanged() {
	if kept, err := json.Marshal(w.ClaimView); err == nil {
		w.remember(settingClaims, string(kept))
	}
	w.ClaimViewChanged.Send(struct{}{})
	w.arrangeClaims()
}
