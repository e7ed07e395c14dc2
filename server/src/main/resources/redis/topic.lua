-- One topic: its head, its time, and how events are appended. Every script begins with this text.
--
-- KEYS[1] head    hash    v, seq, id, at, stateBytes, logBytes, base, baseBytes, first, firstAt, keptAt
-- KEYS[2] state   hash    key -> its last state event
-- KEYS[3] log     stream  <seq>-<logBytes> -> e = event
-- KEYS[4] expiry  zset    key -> when its state expires, ms
-- KEYS[5] latest  hash    user -> the user's last state event
-- KEYS[6] users   zset    user -> seq of that event
-- KEYS[7] channel         where followers listen
--
-- ARGV[1] name of the topic
-- ARGV[2] id of this operation
-- ARGV[3] events the log holds
-- ARGV[4] bytes the log holds
-- ARGV[5] age in ms, against the newest, that an event of the log has at most
-- ARGV[6] ms until a topic is forgotten that nobody writes or follows
-- ARGV[7] PUBLISH, or SPUBLISH where followers are told within the shard
--
-- Of the head, seq, id and at are the last event's. logBytes counts all that was ever written to the log, and
-- stands in the name of every entry: what lies between two entries is known without reading it. base is the
-- last position that was dropped from the log and baseBytes its count; first and firstAt are the number and
-- the time of the log's first event. keptAt is when all keys were last told how long to live.
--
-- The first write of every script is one that Redis refuses when it is out of memory, so that a
-- script does all of its work or none.

local VERSION = '2'
local EXPIRED_AT_ONCE = 100

-- A full log drops this part of itself at once, so that not every event has to.
local DROPPED_AT_ONCE = 1 / 8

-- All keys are told how long to live when there is a new one, and so often within that time.
local KEPT_WITHIN_IDLE = 24

local HEAD, STATE, LOG, EXPIRY, LATEST, USERS, CHANNEL = unpack(KEYS, 1, 7)
local TOPIC, OPERATION = ARGV[1], ARGV[2]
local LOG_EVENTS, LOG_BYTES, LOG_AGE, IDLE = ARGV[3] + 0, ARGV[4] + 0, ARGV[5] + 0, ARGV[6] + 0

-- Lua's own way is a floating point number's: many times the work, and 1e+14 for a large one.
local function digits(integer)
  return string.format('%d', integer)
end

local fields = redis.call('HMGET', HEAD, 'v', 'seq', 'id', 'at', 'stateBytes', 'logBytes', 'base',
  'baseBytes', 'first', 'firstAt', 'keptAt')
local version = fields[1] or (redis.call('EXISTS', HEAD) == 1 and 'none')
if version and version ~= VERSION then
  return redis.error_reply('UNREADABLE format ' .. version .. ': expected ' .. VERSION)
end

local head = {
  exists = version ~= false,
  seq = tonumber(fields[2] or 0),
  id = fields[3],
  at = tonumber(fields[4] or 0),
  state_bytes = tonumber(fields[5] or 0),
  log_bytes = tonumber(fields[6] or 0),
  base = fields[7] or '',
  base_bytes = tonumber(fields[8] or 0),
  first = tonumber(fields[9] or 1),
  first_at = tonumber(fields[10] or 0),
  kept_at = tonumber(fields[11] or 0),
}

-- Time never goes back within a topic, whatever the machine's clock does.
local time = redis.call('TIME')
local now = math.max(head.at, time[1] * 1000 + math.floor(time[2] / 1000))
local NOW = digits(now)

-- Whether there may be a new key, which nobody has told yet how long to live.
local grown = not head.exists

-- The position of the head, '' before the first event.
local function head_position()
  return head.seq > 0 and digits(head.seq) .. '.' .. head.id or ''
end

-- The events behind the head that these drafts become. A draft is {kind, key, user, ttl, body}, with
-- '' for what it has not; only state has a ttl; body is JSON, an object with at least one field.
local function stamped(drafts)
  for i, event in ipairs(drafts) do
    event.seq = head.seq + i
    event.position = digits(event.seq) .. '.' .. OPERATION
    event.json = '{"kind":"' .. event.kind .. '","id":"' .. event.position .. '","at":' .. NOW .. ','
      .. string.sub(event.body, 2)
  end
  return drafts
end

local function apply(event)
  if event.kind == 'notice' then
    return
  end
  local before = redis.call('HSTRLEN', STATE, event.key)
  if event.kind == 'gone' then
    redis.call('HDEL', STATE, event.key)
    head.state_bytes = head.state_bytes - before
  else
    redis.call('HSET', STATE, event.key, event.json)
    head.state_bytes = head.state_bytes - before + #event.json
    grown = grown or before == 0
  end
  if event.ttl ~= '' then
    redis.call('ZADD', EXPIRY, digits(now + event.ttl), event.key)
    grown = grown or redis.call('ZCARD', EXPIRY) == 1
  elseif before > 0 then
    redis.call('ZREM', EXPIRY, event.key)
  end
end

-- How many events the log must or may as well lose.
local function surplus()
  local count = head.seq - head.first + 1
  if count > LOG_EVENTS or head.log_bytes - head.base_bytes > LOG_BYTES then
    return math.max(1, count - LOG_EVENTS, math.floor((count - 1) * DROPPED_AT_ONCE))
  end
  return head.first_at < now - LOG_AGE and 1 or 0
end

-- Drops the oldest events of the log while it is over one of its limits; the newest always stays. Whether it did.
local function trim()
  local before, count = head.first, surplus()
  while count > 0 and head.first < head.seq do
    local last, next = unpack(redis.call('XRANGE', LOG, digits(head.first + count - 1), '+', 'COUNT', 2))
    if not next then
      -- All but the newest are gone already: an eviction took them.
      last, next = {'0-' .. digits(head.log_bytes), {'e', ''}}, last
    end
    head.base = string.match(last[2][2], '"id":"([^"]+)"') or ''
    head.base_bytes = string.match(last[1], '%d+$') + 0
    head.first = string.match(next[1], '^%d+') + 0
    head.first_at = string.match(next[2][2], '"at":(%d+)') + 0
    count = surplus()
  end
  if head.first > before then
    redis.call('XTRIM', LOG, 'MINID', digits(head.first))
  end
  return head.first > before
end

-- From now on the topic may be left alone for as long again.
local function keep()
  redis.call('HSET', HEAD, 'keptAt', NOW)
  for i = 1, 6 do
    redis.call('PEXPIRE', KEYS[i], digits(IDLE + IDLE / KEPT_WITHIN_IDLE))
  end
end

-- The same where it has not been said for a while, or not to all keys.
local function keep_if_due()
  if grown or now >= head.kept_at + IDLE / KEPT_WITHIN_IDLE then
    keep()
  end
end

local function tell(from, to, events)
  local told = {}
  for i, event in ipairs(events) do
    told[i] = event.json
  end
  redis.call(ARGV[7], CHANNEL, '{"type":"delta","topic":"' .. TOPIC
    .. '","from":' .. (from == '' and 'null' or '"' .. from .. '"')
    .. ',"to":"' .. to .. '","events":[' .. table.concat(told, ',') .. ']}')
end

-- Stores stamped events and tells every follower.
local function append(events)
  local from = head_position()
  for _, event in ipairs(events) do
    head.log_bytes = head.log_bytes + #event.json
    redis.call('XADD', LOG, digits(event.seq) .. '-' .. digits(head.log_bytes), 'e', event.json)
    apply(event)
  end
  local last = events[#events]
  head.seq, head.id, head.at = last.seq, OPERATION, now
  if from == '' then
    head.first_at = now
  end
  if trim() or from == '' then
    redis.call('HSET', HEAD, 'v', VERSION, 'base', head.base, 'baseBytes', digits(head.base_bytes),
      'first', digits(head.first), 'firstAt', digits(head.first_at))
  end
  redis.call('HSET', HEAD, 'seq', digits(head.seq), 'id', OPERATION, 'at', NOW,
    'stateBytes', digits(head.state_bytes), 'logBytes', digits(head.log_bytes))
  tell(from, last.position, events)
end

-- Makes events of state whose time is up, so many at once; whether there is more.
local function expire()
  local due = redis.call('ZRANGEBYSCORE', EXPIRY, '-inf', NOW, 'LIMIT', 0, EXPIRED_AT_ONCE + 1)
  local more = #due > EXPIRED_AT_ONCE
  local drafts = {}
  for i = 1, math.min(#due, EXPIRED_AT_ONCE) do
    -- A key has no control characters: this is all that JSON wants escaped.
    local quoted = string.gsub(due[i], '[\\"]', '\\%0')
    drafts[i] = {kind = 'gone', key = due[i], user = '', ttl = '',
      body = '{"key":"' .. quoted .. '","reason":"expired"}'}
  end
  if head.exists and #drafts > 0 then
    append(stamped(drafts))
    keep_if_due()
  end
  return more
end

-- Every event of the log from this number on.
local function log_from(seq)
  local events = {}
  for i, entry in ipairs(redis.call('XRANGE', LOG, digits(seq), '+')) do
    events[i] = entry[2][2]
  end
  return events
end
