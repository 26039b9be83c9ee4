import { JsonView } from '@/components/ui/json-view'
import type { RequestBack, StoodIn } from '@/domain/run/step'
import { Block } from './block'

/** What an agent asked of the one before it, instead of answering. */
export function AskedBack({ request }: { request: RequestBack }) {
  const { asked, contract, of, round, max, grounds } = request
  const words = contract === undefined ? asFreeWords(asked) : undefined
  return (
    <Block title={`Asked ${of} for more`} end={`request ${round} of ${max}`}>
      {words ? (
        <>
          <p>{words.what}</p>
          <p className="text-fg-2">Because: {words.why}</p>
          {words.fields.length > 0 && (
            <p className="font-mono text-12 text-fg-3">{words.fields.join(', ')}</p>
          )}
        </>
      ) : (
        <JsonView value={asked} label="request" className="max-h-60" />
      )}
      <p className="pt-1 text-fg-2">{grounds.rationale}</p>
      <p className="text-12 text-fg-3">Its confidence without it: {grounds.confidence.toFixed(2)}</p>
    </Block>
  )
}

function asFreeWords(asked: Record<string, unknown>) {
  const { what, why, fields } = asked
  if (typeof what !== 'string' || typeof why !== 'string' || !Array.isArray(fields)) return undefined
  return { what, why, fields: fields.filter((field) => typeof field === 'string') }
}

/** Who was asked in the place of whom, and why. */
export function InPlaceOf({ standIn }: { standIn: StoodIn }) {
  return (
    <Block title="Stood in" end={standIn.because.code.replaceAll('_', ' ')}>
      <p>
        <b className="font-label">{standIn.name}</b> was asked in the place of{' '}
        <b className="font-label">{standIn.instead.name}</b>, who could not answer.
      </p>
      <p className="break-words text-fg-2">{standIn.because.message}</p>
    </Block>
  )
}
