package dataset

// Report says what an export wrote, and what its format could not hold.
type Report struct {
	Rows      int // claims
	Documents int
	Evidence  int
	Formulas  int // text cells that a spreadsheet takes for formulas unless the export is spreadsheet-safe
	Lost      []Loss

	Misplaced []string // ids of claims whose quote is not what stands at their place in the text
	NUL       []string // ids of claims with a NUL character, which earlier versions let in and no program reads well

	lost map[[2]string]int // indexes into Lost, by what and why
}

// Loss is a kind of thing that a format could not hold.
type Loss struct {
	What string // a noun in the singular: “note”, “overlapping span”
	Why  string // a clause: “tokens have one label”
	N    int
	IDs  []string // of the first claims it concerns, at most mostLost
}

// mostLost is how many claims of one loss are named.
const mostLost = 1000

func (r *Report) lose(what, why, claimID string) {
	key := [2]string{what, why}
	i, known := r.lost[key]
	if !known {
		if r.lost == nil {
			r.lost = map[[2]string]int{}
		}
		i = len(r.Lost)
		r.lost[key], r.Lost = i, append(r.Lost, Loss{What: what, Why: why})
	}
	loss := &r.Lost[i]
	if loss.N++; len(loss.IDs) < mostLost {
		loss.IDs = append(loss.IDs, claimID)
	}
}
