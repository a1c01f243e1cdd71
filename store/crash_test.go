package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// childWrites works on a workspace at random, and prints the id of each action once it is committed, until it is killed.
func childWrites(ctx context.Context, path string) error {
	s, err := Open(ctx, path)
	if err != nil {
		return err
	}
	s.Listen(func(c Change) { fmt.Println(c.Action.ID) })
	for {
		if err := anything(ctx, s); err != nil {
			return err
		}
	}
}

// anything does one random action.
func anything(ctx context.Context, s *Store) error {
	documents, err := s.Documents(ctx)
	if err != nil {
		return err
	}
	if len(documents) < 3 {
		text := fmt.Sprint(rand.Int(), strings.Repeat(" The café’s figures were wrong. 😀", 200))
		_, err := s.AddDocuments(ctx, []NewDocument{{Title: text[:6], Text: text, Original: []byte(text[:100])}})
		return err
	}
	d := documents[rand.IntN(len(documents))]
	claims, err := s.Claims(ctx, d.ID)
	if err != nil {
		return err
	}
	pick := rand.IntN(26)
	if len(claims) == 0 && pick > 8 {
		pick = 0
	}
	switch {
	case pick < 8:
		var news []NewClaim
		for range 1 + rand.IntN(5) {
			start := rand.IntN(d.Length - 10)
			news = append(news, NewClaim{DocumentID: d.ID, Start: start, End: start + 10, LabelID: SupportedID, Note: strings.Repeat("n", rand.IntN(3000))})
		}
		_, err = s.AddClaims(ctx, news)
	case pick == 8:
		if len(claims) > 30 {
			err = s.RemoveDocument(ctx, d.ID)
		}
	case pick < 11:
		err = s.SetLabel(ctx, DisputedID, claims[0].ID, claims[len(claims)/2].ID)
	case pick < 13:
		note := fmt.Sprint("note ", rand.Int())
		err = s.EditClaim(ctx, claims[rand.IntN(len(claims))].ID, ClaimEdit{Note: &note})
	case pick < 14:
		err = s.DeleteClaims(ctx, claims[rand.IntN(len(claims))].ID)
	case pick < 17:
		_, err = s.Undo(ctx)
	case pick < 20:
		_, err = s.Redo(ctx)
	default:
		err = review(ctx, s, pick, claims[rand.IntN(len(claims))].ID)
	}
	if errors.Is(err, ErrNothingToUndo) || errors.Is(err, ErrNothingToRedo) {
		return nil
	}
	return err
}

// review does one random thing of a review with a claim.
func review(ctx context.Context, s *Store, pick int, claimID string) error {
	sessions, err := s.Sessions(ctx)
	if err != nil {
		return err
	}
	if len(sessions) == 0 || !sessions[0].EndedAt.IsZero() {
		_, err := s.StartSession(ctx, NewSession{Mode: ModeBlind, Selection: `{"queue":[]}`})
		return err
	}
	switch pick {
	case 20:
		return s.Adjudicate(ctx, DisputedID, "c", claimID)
	case 21:
		_, err = s.Settle(ctx, []Settlement{{claimID, StatusUnresolved, ""}})
	case 22:
		var made []Decision
		if made, err = s.Decisions(ctx, DecisionFilter{SessionID: sessions[0].ID}); err == nil && len(made) > 0 {
			err = s.RemoveDecision(ctx, made[rand.IntN(len(made))].ID)
		} else if err == nil {
			err = s.EndSession(ctx, sessions[0].ID, "{}")
		}
	default:
		_, err = s.Decide(ctx, NewDecision{SessionID: sessions[0].ID, ClaimID: claimID, Kind: DecidedLabel, LabelID: SupportedID, Seconds: 1.5})
	}
	return err
}

// Whenever the program is killed, every action it has reported is there, at
// most the one in hand besides, and the file is whole.
func TestKilledAtAnyMoment(t *testing.T) {
	path := filepath.Join(t.TempDir(), "killed.factmark")
	s, err := Create(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.SignIn(t.Context(), Person{ID: "p", Name: "Ada"}); err != nil {
		t.Fatal(err)
	}
	reported := actionIDs(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	kills := 40
	if testing.Short() || underRace {
		kills = 5
	}
	inHand := 0
	for range kills {
		cmd := child(t, "write", path)
		reported = append(reported, killed(t, cmd)...)
		s, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		there := actionIDs(t, s)
		if len(there) < len(reported) || !slices.Equal(there[:len(reported)], reported) {
			t.Fatalf("%d actions are there, %d were reported; lost: %v", len(there), len(reported), without(reported, there))
		}
		if len(there) > len(reported)+1 {
			t.Fatalf("%d actions were reported and %d are there", len(reported), len(there))
		}
		inHand += len(there) - len(reported)
		reported = there
		expectClean(t, s)
		expectSame(t, dump(t, s), lastImages(t, s))
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d kills, %d actions, %d of them committed but not yet reported", kills, len(reported), inHand)
}

// killed runs a child, kills it after some random work and gives all it printed.
func killed(t *testing.T, cmd *exec.Cmd) []string {
	t.Helper()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var printed []string
	left := 1 + rand.IntN(60)
	for line := range lines(out) {
		printed = append(printed, line)
		if left--; left == 0 {
			for range rand.IntN(1 << 20) { // into the middle of what comes next
			}
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := cmd.Wait(); err == nil || left > 0 {
		t.Fatalf("the child ended by itself: %q, %v", printed[len(printed)-1:], err)
	}
	return printed
}

func actionIDs(t testing.TB, s *Store) []string {
	t.Helper()
	var ids []string
	if err := s.reading(t.Context()).each("SELECT id FROM actions ORDER BY seq", nil, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		ids = append(ids, id)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return ids
}

func without(all, some []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(id string) bool { return slices.Contains(some, id) })
}

// lastImages gives the rows as the last event of each says it is.
func lastImages(t testing.TB, s *Store) map[string][]string {
	t.Helper()
	last := make(map[string]map[string]string) // by table and id
	for name := range evented {
		last[name] = make(map[string]string)
	}
	builtIn, err := s.Labels(t.Context()) // made with the file, not by an action
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range builtIn {
		image, err := labels.encode(l.row())
		if err != nil {
			t.Fatal(err)
		}
		last[labels.name][l.ID] = image.(string)
	}
	err = s.reading(t.Context()).each("SELECT entity, entity_id, after FROM events ORDER BY seq", nil, func(scan func(...any) error) error {
		var entity, id string
		var after *string
		if err := scan(&entity, &id, &after); err != nil {
			return err
		}
		if delete(last[entity], id); after != nil {
			last[entity][id] = *after
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	state := make(map[string][]string)
	for name, images := range last {
		if name == people.name {
			continue
		}
		state[name] = nil
		for _, id := range slices.Sorted(maps.Keys(images)) {
			state[name] = append(state[name], images[id])
		}
	}
	return state
}
