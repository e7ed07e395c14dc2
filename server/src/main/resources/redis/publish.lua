-- Stores the events of one publication and sends them to every follower, or refuses and stores
-- nothing.
--
-- KEYS[1..7]  see topic.lua
-- KEYS[8]     string  answer to the idempotency key; absent if there is none
--
-- ARGV[1..8]  see topic.lua
-- ARGV[9]     limit of the topic's keys with state
-- ARGV[10]    limit of the topic's bytes of state
-- ARGV[11]    ms that an idempotency key is remembered
-- ARGV[12]    fingerprint of the publication, hexadecimal; '' if there is no idempotency key
-- ARGV[13..]  five a draft: kind, key or '', user or '', ttl in ms or '', all other fields (JSON
--             without the first brace)
--
-- Answers {'stored', seq of the first event, number of events, id, at in ms}; one more element,
--         'again', if an earlier publication with the idempotency key has stored them
--      or {'mismatch'}: the idempotency key belongs to a publication with another fingerprint
--      or {'full', 'keys'} or {'full', 'bytes'}: that limit would be exceeded
--      or {'more'}: more state has expired than one call handles; call it again

local ANSWER = KEYS[8]
local STATE_KEYS, STATE_BYTES, REMEMBERED, FINGERPRINT = ARGV[9] + 0, ARGV[10] + 0, ARGV[11], ARGV[12]

local function remembered()
  local answer = redis.call('GET', ANSWER)
  if not answer then
    return nil
  end
  local first, count, id, at, fingerprint = string.match(answer, '^(%d+) (%d+) (%w+) (%d+) ?(%x*)$')
  if not first then
    unreadable('answer to an idempotency key')
  end
  -- The format before has no fingerprint.
  if fingerprint ~= '' and fingerprint ~= FINGERPRINT then
    return {'mismatch'}
  end
  -- This is a write: a WAIT that follows then counts only replicas that have the answer as well.
  local left = redis.call('PTTL', ANSWER)
  redis.call('PEXPIRE', ANSWER, left > 0 and left or REMEMBERED)
  return {'stored', first, count, id, at, 'again'}
end

local function drafts()
  local all = {}
  for i = 13, #ARGV, 5 do
    all[#all + 1] = {kind = ARGV[i], key = ARGV[i + 1], user = ARGV[i + 2], ttl = ARGV[i + 3],
      fields = ARGV[i + 4]}
    all.expiring = all.expiring or ARGV[i + 3] ~= ''
  end
  return all
end

-- The limit that the state would exceed with this growth. Nothing is refused that does not grow it.
local function missing_room(keys, bytes)
  if keys > 0 then
    local before = head.exists and redis.call('HLEN', STATE) or 0
    grown = grown or before == 0
    if before + keys > STATE_KEYS then
      return 'keys'
    end
  end
  if bytes > 0 and head.state_bytes + bytes > STATE_BYTES then
    return 'bytes'
  end
end

return answer_of(function()
  local before = ANSWER and remembered()
  if before then
    return before
  end
  if expire(false) then
    return {'more'}
  end
  local events = stamped(drafts())
  local keys, bytes = growth(events)
  local missing = missing_room(keys, bytes)
  if missing then
    return {'full', missing}
  end
  local first, count = events[1].seq, digits(#events)
  local answer = ANSWER and {key = ANSWER, ms = REMEMBERED, fingerprint = FINGERPRINT,
    text = answer_text(first, count, OPERATION, NOW, FINGERPRINT)}
  append(events, bytes, answer)
  return {'stored', first, count, OPERATION, NOW}
end)
