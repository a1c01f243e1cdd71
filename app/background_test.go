package app

import (
	"testing"

	"factmark/app/workspace"
)

func TestOnlyTheAnswerToTheLastRequestCounts(t *testing.T) {
	var l workspace.Latest
	seen := l.Unchanged()
	if !seen() {
		t.Error("a request was made before the first one")
	}
	first := l.Ask()
	if !first() || seen() {
		t.Errorf("after one request: the first is the last %v, none was made %v", first(), seen())
	}
	second, watched := l.Ask(), l.Unchanged()
	if first() || !second() || !watched() {
		t.Errorf("after two requests: %v, %v, %v", first(), second(), watched())
	}
	l.Ask()
	if first() || second() || watched() {
		t.Errorf("after three requests: %v, %v, %v", first(), second(), watched())
	}
}
