package workspace

import (
	"slices"

	"factmark/app/locale"
	"factmark/store"
)

// adding is the adding of evidence to a claim, which goes on from document to document until it is ended.
type adding struct {
	Adding    bool   // to the claim in hand, which stays in hand meanwhile
	addedLast string // the ID of the evidence that was added last, "" for none
}

// BeginAdding begins to add evidence to the claim in hand.
func (w *Workspace) BeginAdding() {
	if c := w.Claim(w.Current); c != nil && (w.Chosen || !w.IsBeside()) && !w.StillOpening() {
		w.takeInHand(*c) // another may be in hand while evidence is added to it
	}
	switch {
	case w.Hand.ID == "":
		w.Notices.Send(locale.T("Choose a claim first."))
	case w.MayChange(w.Hand.ID):
		w.Adding, w.addedLast = true, ""
		w.LeaveMade()
		w.Notices.Send("")
		w.AddingChanged.Send(struct{}{})
	}
}

// EndAdding ends the adding of evidence. The current claim is in hand again.
func (w *Workspace) EndAdding() {
	if !w.Adding {
		return
	}
	w.Adding = false
	w.AddingChanged.Send(struct{}{})
	if first := w.First(); first.Claim(first.Current) != nil {
		w.takeInHand(*first.Claim(first.Current))
	}
}

// AddPassage adds a selected passage of the open document to the claim in hand, as evidence that holds by itself. A passage
// that is evidence already is given the stance.
func (w *Workspace) AddPassage(stance store.Stance, selected Span) { w.addPassage(stance, selected, 0) }

// AddPassageToLast is AddPassage for one that holds only together with the evidence that was added last: of that
// one's stance, and in its set.
func (w *Workspace) AddPassageToLast(selected Span) {
	all := w.evidenceOf(w.Hand.ID)
	i := slices.IndexFunc(all, func(e store.Evidence) bool { return e.ID == w.addedLast })
	if w.addedLast == "" || i < 0 {
		w.Notices.Send(locale.T("Add a first passage with +, - or =; & then adds one that holds only together with it."))
		return
	}
	w.addPassage(all[i].Stance, selected, all[i].Set)
}

func (w *Workspace) addPassage(stance store.Stance, selected Span, set int) {
	wanted := selected.Trimmed()
	switch {
	case w.Hand.ID == "":
		w.Notices.Send(locale.T("Choose a claim first."))
		return
	case selected.Start == selected.End:
		w.Notices.Send(locale.T("Select a passage first."))
		return
	case wanted.Start == wanted.End:
		w.Notices.Send(locale.T("There are only spaces in the selection."))
		return
	}
	all := w.evidenceOf(w.Hand.ID)
	i := slices.IndexFunc(all, func(e store.Evidence) bool {
		return e.DocumentID == w.Document.ID && e.Start == wanted.Start && e.End == wanted.End && e.Placed()
	})
	if i >= 0 {
		w.addedLast = all[i].ID
		if set == 0 || set == all[i].Set {
			w.SetStance(all[i], stance)
		} else {
			w.EditEvidence(all[i], store.EvidenceEdit{Set: &set, Stance: &stance})
		}
		return
	}
	if id := w.AddEvidence(store.NewEvidence{ClaimID: w.Hand.ID, Stance: stance, Set: set, DocumentID: w.Document.ID, Start: wanted.Start, End: wanted.End, Quote: wanted.Text}); id != "" {
		w.addedLast = id
		w.pick(id)
	}
}
