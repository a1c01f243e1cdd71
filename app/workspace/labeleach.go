package workspace

// labelling is the label that each selection is given as soon as it is made: a marker pen, held until it is put down.
type labelling struct {
	each        *string          // the id of the label, nil for none
	EachChanged Signal[struct{}] // another label is given to each selection, or none any more
}

// LabelEach gives the label that each selection is given, is false where none is.
func (l *labelling) LabelEach() (labelID string, is bool) {
	if l.each == nil {
		return "", false
	}
	return *l.each, true
}

// BeginLabelEach has each selection given a label from now on, in all views, until EndLabelEach.
func (w *Workspace) BeginLabelEach(labelID string) {
	if !w.MayWrite() {
		return
	}
	w.each = &labelID
	w.EachChanged.Send(struct{}{})
}

// EndLabelEach ends that; where nothing is given to selections it does nothing.
func (w *Workspace) EndLabelEach() {
	if w.each != nil {
		w.each = nil
		w.EachChanged.Send(struct{}{})
	}
}
