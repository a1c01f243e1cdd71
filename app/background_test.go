package app

import "testing"

func TestOnlyTheAnswerToTheLastRequestCounts(t *testing.T) {
	var l latest
	seen := l.unchanged()
	if !seen() {
		t.Error("a request was made before the first one")
	}
	first := l.ask()
	if !first() || seen() {
		t.Errorf("after one request: the first is the last %v, none was made %v", first(), seen())
	}
	second, watched := l.ask(), l.unchanged()
	if first() || !second() || !watched() {
		t.Errorf("after two requests: %v, %v, %v", first(), second(), watched())
	}
	l.ask()
	if first() || second() || watched() {
		t.Errorf("after three requests: %v, %v, %v", first(), second(), watched())
	}
}
