package store

import (
	"slices"
	"strings"

	"factmark/store/internal/db"
)

// DocumentStatus says how far the work on a document is.
type DocumentStatus string

const (
	DocumentNew        DocumentStatus = "new"
	DocumentInProgress DocumentStatus = "in progress"
	DocumentDone       DocumentStatus = "done"
)

// Status is what the user said of the work on the document or, where nothing was said, what follows from its claims: it is new
// without any, and done once all are labelled.
func (d *Document) Status() DocumentStatus {
	switch {
	case d.Stated != "":
		return d.Stated
	case d.Claims == 0:
		return DocumentNew
	case d.Unlabelled > 0:
		return DocumentInProgress
	}
	return DocumentDone
}

func checkStatus(s DocumentStatus) error {
	if s != "" && s != DocumentNew && s != DocumentInProgress && s != DocumentDone {
		return db.Failf(db.ErrInvalid, "%q is not a status of a document; nothing was changed", s)
	}
	return nil
}

// MostTags is how many tags a document may have.
const MostTags = 100

// checkTags refuses a list of tags that would not be the same when read back.
func checkTags(list string) error {
	tags := SplitTags(list)
	if len(tags) > MostTags {
		return db.Failf(db.ErrInvalid, "a document can have at most %d tags; nothing was changed", MostTags)
	}
	if strings.ContainsAny(list, "\n\r\t") || strings.Join(tags, ", ") != list {
		return db.Failf(db.ErrInvalid, "%q are not tags: they are separated by a comma and a space, and none is empty; nothing was changed", list)
	}
	return nil
}

// SplitTags gives the tags of a list as it may be typed: they are separated by commas, and spaces around them, empty ones and
// those that were there before but for case are left out.
func SplitTags(list string) []string {
	var tags []string
	for tag := range strings.SplitSeq(list, ",") {
		tag = strings.TrimSpace(tag)
		if tag != "" && !containsFold(tags, tag) {
			tags = append(tags, tag)
		}
	}
	return tags
}

// JoinTags writes tags as a document has them.
func JoinTags(tags []string) string { return strings.Join(tags, ", ") }

func containsFold(tags []string, tag string) bool {
	return slices.ContainsFunc(tags, func(other string) bool { return strings.EqualFold(other, tag) })
}

// withTags adds tags at the end of a list, and removes others.
func withTags(list, add, remove string) string {
	removed := SplitTags(remove)
	return JoinTags(slices.DeleteFunc(SplitTags(list+","+add), func(tag string) bool { return containsFold(removed, tag) }))
}
