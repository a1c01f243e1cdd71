package agreement

// collect takes ratings in all at once.
func collect(ratings []Rating, labels []string) *Ratings {
	var c Collector
	for _, x := range ratings {
		c.AddUnits(x, 1)
	}
	return c.Ratings(labels)
}

// collectSpans takes spans in all at once.
func collectSpans(spans []Span, documents []Document, labels []string) *Spans {
	var c SpanCollector
	for _, x := range spans {
		c.Add(x)
	}
	return c.Spans(documents, labels)
}

// scopesByDocument gives a scope for each document that at least one person has read.
func scopesByDocument(s *Spans) []Scope {
	var scopes []Scope
	for _, sh := range s.documents {
		if len(sh.readers) > 0 {
			scope := s.scope
			scope.Document = sh.document
			scopes = append(scopes, scope)
		}
	}
	return scopes
}

// scopesByPair gives a scope for every two people who read a document in common.
func scopesByPair(s *Spans) []Scope {
	var scopes []Scope
	for _, p := range s.pairs() {
		scopes = append(scopes, p.scope)
	}
	return scopes
}
