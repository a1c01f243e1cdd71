// Package handover merges workspaces that come back from others, and puts into words what came of it.
package handover

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"factmark/app/locale"
	"factmark/store"
	"factmark/store/merge"
)

// Merge merges other workspaces into st after keep has made a backup of it. kept is the path of that, "" where nothing
// was changed and none is needed.
func Merge(ctx context.Context, st *store.Store, paths []string, options merge.Options, keep func(context.Context) (path string, err error)) (report merge.Report, kept string, err error) {
	if options.DryRun {
		report, err = merge.Into(ctx, st, paths, options)
		return report, "", err
	}
	if kept, err = keep(ctx); err != nil {
		return report, "", fmt.Errorf("making a backup before the merge: %w", err)
	}
	if report, err = merge.Into(ctx, st, paths, options); err == nil && report.Changed {
		return report, kept, nil
	}
	return report, "", errors.Join(err, os.Remove(kept))
}

// Line is what became of one kind of things.
type Line struct{ What, Counts string }

func (l Line) String() string { return l.What + ": " + l.Counts }

// Lines says what a merge did, or would do, in the order in which it matters.
func Lines(r merge.Report) []Line {
	var lines []Line
	for _, kind := range []struct {
		name string
		n    merge.Counted
	}{
		{locale.Mark("Documents"), r.Documents}, {locale.Mark("Claims"), r.Claims}, {locale.Mark("Decisions"), r.Decisions}, {locale.Mark("Evidence"), r.Evidence},
		{locale.Mark("Labels"), r.Labels}, {locale.Mark("People"), r.People}, {locale.Mark("Review sessions"), r.Sessions}, {locale.Mark("Boilerplate passages"), r.Passages},
		{locale.Mark("Dismissed suggestions"), r.Refusals}, {locale.Mark("Suggestions"), r.Suggestions},
	} {
		if line := counts(kind.n); line != "" {
			lines = append(lines, Line{locale.T(kind.name), line})
		}
	}
	if r.Conflicts > 0 {
		lines = append(lines, Line{locale.T("Conflicts to resolve (Review › Conflicts)"), locale.Number(r.Conflicts)})
	}
	if r.Settled > 0 {
		lines = append(lines, Line{locale.T("Claims with a new status"), locale.Number(r.Settled)})
	}
	if r.Events > 0 {
		lines = append(lines, Line{locale.T("Changes in the other file’s history"), locale.Number(r.Events)})
	}
	return lines
}

func counts(n merge.Counted) string {
	var parts []string
	for _, c := range []struct {
		n    int
		what string
	}{{n.New, locale.Mark("{{.N}} new")}, {n.Taken, locale.Mark("{{.N}} updated from the other file")}, {n.Kept, locale.Mark("{{.N}} changed only here")},
		{n.Conflicting, locale.Mark("{{.N}} in conflict (your value is used for now)")}, {n.Deleted, locale.Mark("{{.N}} deleted in the other file")}} {
		if c.n > 0 {
			parts = append(parts, locale.T(c.what, "N", locale.Number(c.n)))
		}
	}
	return strings.Join(parts, " · ")
}

// Questions are what a merge found that only a person can know.
func Questions(r merge.Report) []string {
	var lines []string
	for _, s := range r.SameTexts {
		lines = append(lines, locale.T("“{{.Title}}” has another text in the other file; both documents are kept.", "Title", s.Title))
	}
	for _, name := range r.Joined {
		lines = append(lines, locale.T("Both files have a label “{{.Label}}”; they become one.", "Label", name))
	}
	return lines
}

// Names are the people who may be the same, each once.
func Names(r merge.Report) []string {
	var names []string
	seen := make(map[string]bool)
	for _, s := range r.SameNames {
		if !seen[s.Name] {
			seen[s.Name] = true
			names = append(names, s.Name)
		}
	}
	return names
}

// Waiting says how many conflicts are to be resolved, and what that means for claims that are written to a file; "" where
// there are none.
func Waiting(w store.ConflictCounts) string {
	if w.Conflicts == 0 {
		return ""
	}
	said := locale.N("{{.N}} conflicts to resolve (Review › Conflicts).", w.Conflicts)
	if w.Claims == 0 {
		return said + " " + locale.T("None of these claims is affected.")
	}
	return said + " " + locale.N("{{.N}} of these claims are affected; their current values are used.", w.Claims)
}
