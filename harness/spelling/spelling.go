// Package spelling finds what somebody meant to write.
package spelling

import "strings"

// Nearest finds the known name that a misspelt one stands for, "" where none is
// near: another case counts nothing, a third of the letters may differ.
func Nearest(name string, known []string) string {
	best, least := "", 1<<30
	for _, k := range known {
		if d := Distance(strings.ToLower(name), strings.ToLower(k)); d < least {
			best, least = k, d
		}
	}
	if least > max(1, len(name)/3) || least >= len(name) {
		return ""
	}
	return best
}

// Distance is the number of letters to change, add or drop, or of neighbours to
// swap.
func Distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	rows := [3][]int{make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)}
	for j := range rows[1] {
		rows[1][j] = j
	}
	for i := 1; i <= len(x); i++ {
		older, old, now := rows[0], rows[1], rows[2]
		now[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			now[j] = min(old[j]+1, now[j-1]+1, old[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				now[j] = min(now[j], older[j-2]+1)
			}
		}
		rows[0], rows[1], rows[2] = old, now, older
	}
	return rows[1][len(y)]
}
