-- One topic: its head, its time, and how events are appended. Every script but the probe begins
-- with this text.
--
-- KEYS[1] head    hash    v, seq, id, at, clock, stateBytes, logBytes, base, baseBytes, first,
--                         firstAt, keptAt, expiring, undone
-- KEYS[2] state   hash    key -> its last state event
-- KEYS[3] log     stream  <seq>-<logBytes> -> e = event
-- KEYS[4] expiry  zset    key -> when its state expires, ms
-- KEYS[5] latest  hash    user -> the user's last state event
-- KEYS[6] users   zset    user -> seq of that event
-- KEYS[7] channel         of the topic's messages
--
-- ARGV[1] name of the topic
-- ARGV[2] id of this operation
-- ARGV[3] limit of the log's events
-- ARGV[4] limit of the log's bytes
-- ARGV[5] limit in ms by which an event of the log may be older than the newest
-- ARGV[6] ms until Redis forgets a topic that nobody writes or follows
-- ARGV[7] limit of the users whose latest state event is kept
-- ARGV[8] PUBLISH, or SPUBLISH where messages stay within the shard
--
-- The head's fields seq, id and at are those of the last event. logBytes counts all bytes that were
-- ever written to the log. Each entry's name holds the count after it, so the bytes between two
-- entries are known without reading them. base is the last position that was dropped from the log,
-- and baseBytes the count after it. first and firstAt are the number and the time of the log's
-- first event. keptAt is when the time to live of all keys was last set. expiring is '0' until the
-- topic has its first state with a ttl. clock is Redis' clock at the last event; it is not kept
-- while expiring is '0'.
--
-- A script can end half way: Redis checks the user's rights and the type of a key at each command,
-- and it undoes nothing. So a script first writes into the head's field undone which events it is
-- about to append. It writes the rest of the head last, in the command that empties undone.
-- Everything in between may be done twice. The next script that finds undone finishes the work
-- before its own. If all events are in the log, it does the rest again, including the answer and
-- the message. Otherwise it removes those events from the log; nothing else has been done then. If
-- it cannot finish, it fails as well and stores nothing of its own. So a publication that was
-- answered with an error is stored once or not at all, however often it is tried again, and nobody
-- reads a part of it.
--
-- Redis refuses a script for lack of memory only at its first write, and only if that command can
-- take memory. Writing undone is such a command, so a publication without memory stores nothing.
-- Expiry frees more than it takes, so a script that reads begins with a write that Redis always
-- allows.
--
-- The position and the time (at) of an event never go back. State expires by Redis' own clock,
-- which can go back. If it did since the last event, the expiry of all state is moved back by the
-- same time.

local VERSION = '4'

-- The format before: an answer to an idempotency key has no fingerprint, and neither has undone.
local VERSION_BEFORE = '3'

local EXPIRED_AT_ONCE = 100

-- The next script forgets the rest of the users past the limit.
local FORGOTTEN_AT_ONCE = 1000

-- A full log drops this part of itself at once, so that not every event has to drop one.
local DROPPED_AT_ONCE = 1 / 8

-- The time to live of all keys is set when a key is new, and this many times within that time.
local KEPT_WITHIN_IDLE = 24

-- A clock that went back by at most this many ms changes nothing.
local CLOCK_TOLERANCE = 1000

local MAX_INTEGER = 2 ^ 53

-- Lua passes no more than 8000 arguments. The number is even, because some come in pairs.
local ARGUMENTS = 1000

local HEAD, STATE, LOG, EXPIRY, LATEST, USERS, CHANNEL = unpack(KEYS, 1, 7)
local TOPIC, OPERATION = ARGV[1], ARGV[2]
local LOG_EVENTS, LOG_BYTES, LOG_AGE = ARGV[3] + 0, ARGV[4] + 0, ARGV[5] + 0
local IDLE, LATEST_USERS, PUBLISH = ARGV[6] + 0, ARGV[7] + 0, ARGV[8]

-- Lua would format it as a floating point number: many times slower, and 1e+14 for a large one.
local function digits(integer)
  return string.format('%d', integer)
end

-- Ends the script: these scripts do not write what is stored. Redis before 7 needs the dash.
local function unreadable(what)
  error('-UNREADABLE ' .. what, 0)
end

local fields = redis.call('HMGET', HEAD, 'v', 'seq', 'id', 'at', 'stateBytes', 'logBytes', 'base',
  'baseBytes', 'first', 'firstAt', 'keptAt', 'clock', 'expiring', 'undone')
local version = fields[1] or (redis.call('EXISTS', HEAD) == 1 and 'none')
if version and version ~= VERSION and version ~= VERSION_BEFORE then
  unreadable('format ' .. version .. ': expected ' .. VERSION)
end

local seq, at, state_bytes, log_bytes = fields[2] or '0', fields[4] or '0', fields[5] or '0', fields[6] or '0'
local base_bytes, first, first_at = fields[8] or '0', fields[9] or '1', fields[10] or '0'
local kept_at, its_clock = fields[11] or '0', fields[12] or '0'
if not string.find(seq .. at .. state_bytes .. log_bytes .. base_bytes .. first .. first_at .. kept_at .. its_clock,
    '^%d+$') then
  unreadable('fields of the head')
end

local head = {
  exists = fields[2] ~= false,
  seq = seq + 0,
  id = fields[3] or '',
  at = at + 0,
  state_bytes = state_bytes + 0,
  log_bytes = log_bytes + 0,
  base = fields[7] or '',
  base_bytes = base_bytes + 0,
  first = first + 0,
  first_at = first_at + 0,
  kept_at = kept_at + 0,
  clock = its_clock + 0,
  expiring = version and fields[13] ~= '0',
  undone = fields[14] or '',
}
if version and not head.exists and head.undone == '' or head.exists and (head.seq < 1 or head.id == '')
    or math.max(head.seq, head.at, head.state_bytes, head.log_bytes, head.base_bytes, head.first,
      head.first_at, head.kept_at, head.clock) > MAX_INTEGER then
  unreadable('fields of the head')
end

local time = redis.call('TIME')
local clock = time[1] * 1000 + math.floor(time[2] / 1000)
local CLOCK = digits(clock)
local now, NOW = clock, CLOCK
if head.at > clock then
  now, NOW = head.at, digits(head.at)
end

-- Whether a key may be new, without a time to live.
local grown = not head.exists

-- Whether this script has begun to write events.
local begun = false

-- The position of the head, '' before the first event.
local function head_position()
  return head.seq > 0 and digits(head.seq) .. '.' .. head.id or ''
end

-- Turns drafts into the events after the head. A draft is {kind, key, user, ttl, fields}, with ''
-- for a missing value. Only state has a ttl. fields is a JSON object without its first brace.
local function stamped(drafts)
  for i, event in ipairs(drafts) do
    event.seq = digits(head.seq + i)
    event.position = event.seq .. '.' .. OPERATION
    event.json = '{"kind":"' .. event.kind .. '","id":"' .. event.position .. '","at":' .. NOW .. ','
      .. event.fields
  end
  return drafts
end

-- Calls a command for these arguments, as few times as Lua allows. Returns the sum of the answers.
local function call(command, key, arguments)
  local sum = 0
  for i = 1, #arguments, ARGUMENTS do
    sum = sum + redis.call(command, key, unpack(arguments, i, math.min(i + ARGUMENTS - 1, #arguments)))
  end
  return sum
end

-- By how many keys and bytes the state grows with these events.
local function growth(events)
  local sizes, keys, bytes = {}, 0, 0
  for _, event in ipairs(events) do
    if event.kind ~= 'notice' then
      local before = sizes[event.key] or (head.exists and redis.call('HSTRLEN', STATE, event.key) or 0)
      local after = event.kind == 'state' and #event.json or 0
      keys = keys + (after > 0 and 1 or 0) - (before > 0 and 1 or 0)
      bytes = bytes + after - before
      sizes[event.key] = after
    end
  end
  return keys, bytes
end

-- Writes the state and the latest events of users. Of several events with one key only the last
-- counts, and of several states of one user. Returns how many users are new.
local function apply(events)
  local seen, set, cleared, expiring, lasting = {}, {}, {}, {}, {}
  local known, latest, users = {}, {}, {}
  for i = #events, 1, -1 do
    local event = events[i]
    local key, user = event.key, event.user
    if event.kind ~= 'notice' and not seen[key] then
      seen[key] = true
      if event.kind == 'gone' then
        cleared[#cleared + 1] = key
      else
        set[#set + 1] = key
        set[#set + 1] = event.json
      end
      if event.ttl == '' then
        lasting[#lasting + 1] = key
      else
        expiring[#expiring + 1] = digits(head.clock + event.ttl)
        expiring[#expiring + 1] = key
      end
    end
    if event.kind == 'state' and user ~= '' and not known[user] then
      known[user] = true
      latest[#latest + 1] = user
      latest[#latest + 1] = event.json
      users[#users + 1] = event.seq
      users[#users + 1] = user
    end
  end
  call('HDEL', STATE, cleared)
  call('HSET', STATE, set)
  if head.expiring then
    call('ZREM', EXPIRY, lasting)
    local added = call('ZADD', EXPIRY, expiring)
    grown = grown or added > 0 and redis.call('ZCARD', EXPIRY) == added
  end
  call('ZADD', USERS, users)
  return call('HSET', LATEST, latest)
end

-- Forgets the latest events of the users who have been silent for the longest time, past the limit.
local function forget_silent(excess)
  local silent = redis.call('ZRANGE', USERS, 0, math.min(excess, FORGOTTEN_AT_ONCE) - 1)
  call('HDEL', LATEST, silent)
  call('ZREM', USERS, silent)
end

local function is_log_full()
  return head.seq - head.first >= LOG_EVENTS or head.log_bytes - head.base_bytes > LOG_BYTES
    or head.first_at < head.at - LOG_AGE
end

-- Drops the oldest events of a log that is full; the newest always stays.
local function trim()
  local before = head.first
  while head.first < head.seq and is_log_full() do
    local events, dropped = head.seq - head.first + 1, 1
    if events > LOG_EVENTS or head.log_bytes - head.base_bytes > LOG_BYTES then
      dropped = math.max(1, events - LOG_EVENTS, math.floor((events - 1) * DROPPED_AT_ONCE))
    end
    local last, next = unpack(redis.call('XRANGE', LOG, digits(head.first + dropped - 1), '+', 'COUNT', 2))
    if not next then
      -- An eviction has taken all but the newest.
      last, next = {'0-' .. digits(head.log_bytes), {'e', ''}}, last
    end
    head.base = string.match(last[2][2], '"id":"([^"]+)"') or ''
    head.base_bytes = string.match(last[1], '%d+$') + 0
    head.first = string.match(next[1], '^%d+') + 0
    head.first_at = string.match(next[2][2], '"at":(%d+)') + 0
  end
  if head.first > before then
    redis.call('XTRIM', LOG, 'MINID', digits(head.first))
  end
end

-- Renews the time to live of all keys. The caller writes keptAt into the head.
local function keep()
  head.kept_at = clock
  for i = 1, 6 do
    redis.call('PEXPIRE', KEYS[i], digits(IDLE + IDLE / KEPT_WITHIN_IDLE))
  end
end

local function tell(from, to, events)
  local told = {'{"type":"delta","topic":"' .. TOPIC .. '","from":'
    .. (from == '' and 'null' or '"' .. from .. '"') .. ',"to":"' .. to .. '","events":['}
  for i, event in ipairs(events) do
    told[2 * i] = event.json
    told[2 * i + 1] = ','
  end
  told[2 * #events + 1] = ']}'
  redis.call(PUBLISH, CHANNEL, table.concat(told))
end

-- The text that is kept for an idempotency key.
local function answer_text(first, count, id, at, fingerprint)
  return first .. ' ' .. count .. ' ' .. id .. ' ' .. at .. (fingerprint == '' and '' or ' ' .. fingerprint)
end

-- Does everything that follows once events are in the log, and moves the head to the last of them.
--
-- next is {id, at, clock, state_bytes, log_bytes}; answer is {key, text, ms, fingerprint} or nil.
local function complete(events, next, answer)
  local from, seq, changed = head_position(), events[#events].seq, {}
  local function change(name, value)
    changed[#changed + 1] = name
    changed[#changed + 1] = value
  end
  local is_first, first, kept_at = not head.exists, head.first, head.kept_at
  head.seq, head.id, head.at, head.clock = seq + 0, next.id, next.at, next.clock
  head.state_bytes, head.log_bytes = next.state_bytes, next.log_bytes
  local new_users = apply(events)
  if new_users > 0 or grown then
    local users = redis.call('ZCARD', USERS)
    grown = grown or users == new_users
    if users > LATEST_USERS then
      forget_silent(users - LATEST_USERS)
    end
  end
  head.first_at = is_first and head.at or head.first_at
  if is_log_full() then
    trim()
  end
  if answer then
    redis.call('SET', answer.key, answer.text, 'PX', answer.ms)
  end
  -- The time to live was set long ago, or not for all keys, or by a clock that was ahead.
  if grown or clock >= kept_at + IDLE / KEPT_WITHIN_IDLE or clock < kept_at then
    keep()
    change('keptAt', CLOCK)
  end
  tell(from, seq .. '.' .. head.id, events)
  if is_first or head.first > first then
    change('base', head.base)
    change('baseBytes', digits(head.base_bytes))
    change('first', digits(head.first))
    change('firstAt', digits(head.first_at))
  end
  if head.expiring then
    change('clock', digits(head.clock))
  end
  if version ~= VERSION then
    change('v', VERSION)
    change('expiring', head.expiring and '1' or '0')
  end
  redis.call('HSET', HEAD, 'seq', seq, 'id', head.id, 'at', digits(head.at), 'stateBytes',
    digits(head.state_bytes), 'logBytes', digits(head.log_bytes), 'undone', '', unpack(changed))
  head.exists, head.undone, version, grown = true, '', VERSION, false
end

-- Stores stamped events, which make the state grow by this number of bytes, and sends them to every
-- follower.
local function append(events, bytes, answer)
  local next = {id = OPERATION, at = now, clock = clock, state_bytes = head.state_bytes + bytes,
    log_bytes = head.log_bytes}
  local undone = events[#events].seq .. ' ' .. OPERATION .. ' ' .. NOW .. ' ' .. CLOCK .. ' '
    .. digits(next.state_bytes)
    .. (answer and ' ' .. answer.ms .. ' ' .. answer.fingerprint .. ' ' .. answer.key or '')
  if head.exists and version == VERSION and (head.expiring or not events.expiring) then
    redis.call('HSET', HEAD, 'undone', undone)
  else
    head.expiring = head.expiring or events.expiring
    redis.call('HSET', HEAD, 'undone', undone, 'v', VERSION, 'expiring', head.expiring and '1' or '0')
  end
  begun = true
  if not head.exists then
    -- An eviction may have taken only the head of an earlier topic: removes the rest of it.
    redis.call('UNLINK', STATE, LOG, EXPIRY, LATEST, USERS)
  end
  for _, event in ipairs(events) do
    next.log_bytes = next.log_bytes + #event.json
    redis.call('XADD', LOG, event.seq .. '-' .. digits(next.log_bytes), 'e', event.json)
  end
  complete(events, next, answer)
end

-- Finishes the work of another script that has ended half way.
local function finish()
  local last, id, at, its_clock, state_bytes, rest =
    string.match(head.undone, '^(%d+) (%w+) (%d+) (%d+) (%d+)(.*)$')
  if not last or last + 0 <= head.seq then
    unreadable('field undone of the head')
  end
  -- Whether the log has all events of that script, and none that an earlier topic has left.
  local function is_complete(entries)
    for i, entry in ipairs(entries) do
      local position = digits(head.seq + i) .. '.' .. id
      if string.match(entry[2][2], '"id":"([^"]+)"') ~= position then
        return false
      end
    end
    return #entries == last - head.seq
  end
  -- An event of the log in the form that stamped() returns.
  local function logged(entry)
    local is_json, body = pcall(cjson.decode, entry[2][2])
    if not is_json then
      unreadable('entry ' .. entry[1] .. ' of the log')
    end
    return {seq = string.match(entry[1], '^%d+'), json = entry[2][2], kind = body.kind, key = body.key or '',
      user = body.user or '', ttl = body.ttlMs or ''}
  end
  local function take_back(entries)
    for _, entry in ipairs(entries) do
      redis.call('XDEL', LOG, entry[1])
    end
    if not head.exists then
      redis.call('UNLINK', HEAD, LOG)
      version, head.expiring = false, false
      return
    end
    if redis.call('EXISTS', LOG) == 1 then
      redis.call('XSETID', LOG, digits(head.seq) .. '-' .. digits(head.log_bytes))
    end
    redis.call('HSET', HEAD, 'undone', '')
  end

  -- This first write is always allowed. The others may take memory, but no more than Redis granted
  -- that script.
  redis.call('ZREM', EXPIRY, '')
  begun = true
  local entries = redis.call('XRANGE', LOG, digits(head.seq + 1), '+')
  if not is_complete(entries) then
    take_back(entries)
  else
    local events = {}
    for i, entry in ipairs(entries) do
      events[i] = logged(entry)
    end
    local first, ms, fingerprint, key = digits(head.seq + 1), string.match(rest, '^ (%d+) (%x+) (%S+)$')
    if not key then
      fingerprint, ms, key = '', string.match(rest, '^ (%d+) (%S+)$')
    end
    local next = {id = id, at = at + 0, clock = its_clock + 0, state_bytes = state_bytes + 0,
      log_bytes = string.match(entries[#entries][1], '%d+$') + 0}
    grown = true
    complete(events, next, key and {key = key, ms = ms, fingerprint = fingerprint,
      text = answer_text(first, digits(#events), id, at, fingerprint)})
    now = math.max(head.at, clock)
    NOW = digits(now)
  end
  head.undone = ''
end

-- Turns expired state into events, at most EXPIRED_AT_ONCE. Returns whether more has expired.
--
-- is_reader is whether this script does nothing else that takes memory.
local function expire(is_reader)
  if not (head.exists and head.expiring) then
    return false
  end
  local function allow_to_write()
    if is_reader then
      redis.call('ZREM', EXPIRY, '')
    end
  end
  -- State that was set by a clock that was ahead expires earlier by as much. If this ends half way,
  -- the rest lives longer.
  local function move(ahead)
    local all, moved = redis.call('ZRANGE', EXPIRY, 0, -1, 'WITHSCORES'), {}
    for i = 1, #all, 2 do
      moved[i], moved[i + 1] = digits(all[i + 1] - ahead), all[i]
    end
    allow_to_write()
    redis.call('HSET', HEAD, 'clock', CLOCK)
    call('ZADD', EXPIRY, moved)
    head.clock = clock
  end

  if head.clock - clock > CLOCK_TOLERANCE then
    move(head.clock - clock)
  end
  local due = redis.call('ZRANGEBYSCORE', EXPIRY, '-inf', CLOCK, 'LIMIT', 0, EXPIRED_AT_ONCE + 1)
  local drafts = {}
  for i = 1, math.min(#due, EXPIRED_AT_ONCE) do
    -- A key has no control characters, so JSON needs only these two escaped.
    local quoted = string.gsub(due[i], '[\\"]', '\\%0')
    drafts[i] = {kind = 'gone', key = due[i], user = '', ttl = '',
      fields = '"key":"' .. quoted .. '","reason":"expired"}'}
  end
  if #drafts > 0 then
    allow_to_write()
    local _, bytes = growth(stamped(drafts))
    append(drafts, bytes)
  end
  return #due > EXPIRED_AT_ONCE
end

-- Every event of the log from this number on.
local function log_from(seq)
  local events = {}
  for i, entry in ipairs(redis.call('XRANGE', LOG, digits(seq), '+')) do
    events[i] = entry[2][2]
  end
  return events
end

-- Finishes undone work, runs the script and returns its answer. A script that ends half way leaves
-- no key without a time to live.
local function answer_of(script)
  local is_done, answer = true, nil
  if head.undone ~= '' then
    is_done, answer = pcall(finish)
  end
  if is_done then
    is_done, answer = pcall(script)
  end
  if is_done then
    return answer
  end
  for i = 1, begun and 6 or 0 do
    redis.pcall('PEXPIRE', KEYS[i], digits(IDLE))
  end
  -- An error of Redis begins with a code, after the place in the script. An error of Lua has none:
  -- it comes from a value that no script writes.
  local words = string.gsub(type(answer) == 'table' and answer.err or answer, '^.*user_script: ?%d+: ', '')
  words = string.gsub(words, '^%-', '')
  return redis.error_reply(string.find(words, '^[A-Z]+ ') and words or 'UNREADABLE ' .. words)
end
