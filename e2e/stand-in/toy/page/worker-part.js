export const answer = 'answers'
