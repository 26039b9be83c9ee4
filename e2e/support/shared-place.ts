/** Where the processes of the tests find the installation that they share. */
export const PLACE_VARIABLE = 'BATON_E2E_PLACE'
