-- One topic: its head, its time, and how events are appended. Every script begins with this text.
--
-- KEYS[1] head    hash    v, seq, id, at, stateBytes, logBytes, base
-- KEYS[2] state   hash    key -> its last state event
-- KEYS[3] log     stream  <seq>-0 -> e = event
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
--
-- The first write of every script is one that Redis refuses when it is out of memory, so that a
-- script does all of its work or none.

local VERSION = '1'
local EXPIRED_AT_ONCE = 100

local HEAD, STATE, LOG, EXPIRY, LATEST, USERS, CHANNEL = unpack(KEYS, 1, 7)
local TOPIC, OPERATION = ARGV[1], ARGV[2]

-- Lua would write large numbers as 1e+14.
local function digits(number)
  return string.format('%.0f', number)
end

local fields = redis.call('HMGET', HEAD, 'v', 'seq', 'id', 'at', 'stateBytes', 'logBytes', 'base')
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
}

-- Time never goes back within a topic, whatever the machine's clock does.
local time = redis.call('TIME')
local now = math.max(head.at, time[1] * 1000 + math.floor(time[2] / 1000))

-- The position of the head, '' before the first event.
local function head_position()
  return head.seq > 0 and digits(head.seq) .. '.' .. head.id or ''
end

-- The events behind the head that these drafts become. A draft is {kind, key, user, ttl, body}, with
-- '' for what it has not; only state has a ttl; body is JSON, an object with at least one field.
local function stamped(drafts)
  for i, event in ipairs(drafts) do
    event.seq = head.seq + i
    event.json = '{"kind":"' .. event.kind .. '","id":"' .. digits(event.seq) .. '.' .. OPERATION
      .. '","at":' .. digits(now) .. ',' .. string.sub(event.body, 2)
  end
  return drafts
end

local function apply(event)
  if event.kind == 'notice' then
    return
  end
  head.state_bytes = head.state_bytes - redis.call('HSTRLEN', STATE, event.key)
  if event.kind == 'gone' then
    redis.call('HDEL', STATE, event.key)
  else
    head.state_bytes = head.state_bytes + #event.json
    redis.call('HSET', STATE, event.key, event.json)
  end
  if event.ttl ~= '' then
    redis.call('ZADD', EXPIRY, digits(now + event.ttl), event.key)
  else
    redis.call('ZREM', EXPIRY, event.key)
  end
end

-- Drops the oldest events of the log while it is over one of its limits; the newest always stays.
local function trim()
  local length = redis.call('XLEN', LOG)
  local oldest = head.seq - length + 1
  local first = oldest
  while length > 1 do
    local json = redis.call('XRANGE', LOG, digits(first), '+', 'COUNT', 1)[1][2][2]
    local position, at = string.match(json, '^{"kind":"%a+","id":"([^"]+)","at":(%d+)')
    if length <= tonumber(ARGV[3]) and head.log_bytes <= tonumber(ARGV[4])
      and tonumber(at) >= now - ARGV[5] then
      break
    end
    length, first = length - 1, first + 1
    head.log_bytes, head.base = head.log_bytes - #json, position
  end
  if first > oldest then
    redis.call('XTRIM', LOG, 'MINID', digits(first))
  end
end

-- From now on the topic may be left alone for as long again.
local function keep()
  for i = 1, 6 do
    redis.call('PEXPIRE', KEYS[i], ARGV[6])
  end
end

local function tell(from, events)
  local told = {}
  for i, event in ipairs(events) do
    told[i] = event.json
  end
  redis.call('PUBLISH', CHANNEL, '{"type":"delta","topic":"' .. TOPIC
    .. '","from":' .. (from == '' and 'null' or '"' .. from .. '"')
    .. ',"to":"' .. head_position() .. '","events":[' .. table.concat(told, ',') .. ']}')
end

-- Stores stamped events and tells every follower.
local function append(events)
  local from = head_position()
  for _, event in ipairs(events) do
    redis.call('XADD', LOG, digits(event.seq) .. '-0', 'e', event.json)
    head.log_bytes = head.log_bytes + #event.json
    apply(event)
  end
  head.seq, head.id, head.at = events[#events].seq, OPERATION, now
  trim()
  redis.call('HSET', HEAD, 'v', VERSION, 'seq', digits(head.seq), 'id', head.id, 'at', digits(now),
    'stateBytes', digits(head.state_bytes), 'logBytes', digits(head.log_bytes), 'base', head.base)
  tell(from, events)
end

-- Makes events of state whose time is up, so many at once; whether there is more.
local function expire()
  local due = redis.call('ZRANGEBYSCORE', EXPIRY, '-inf', digits(now), 'LIMIT', 0, EXPIRED_AT_ONCE + 1)
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
    keep()
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
