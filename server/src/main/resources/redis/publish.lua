-- Stores the events of one publication and tells every follower, or refuses and stores nothing.
--
-- KEYS[1..7]  see topic.lua
-- KEYS[8]     string  answer to the idempotency key; absent if there is none
--
-- ARGV[1..7]  see topic.lua
-- ARGV[8]     keys with state that the topic holds
-- ARGV[9]     bytes of state that the topic holds
-- ARGV[10]    users whose latest state event is kept
-- ARGV[11]    ms that an idempotency key is remembered
-- ARGV[12..]  five a draft: kind, key or '', user or '', ttl in ms or '', body (JSON)
--
-- Answers {'stored', seq of the first event, number of events, id, at in ms}
--      or {'full', 'keys'}, {'full', 'bytes'}
--      or {'more'}: so much has expired that it wants to be called again

local ANSWER = KEYS[8]

local answer = ANSWER and redis.call('GET', ANSWER)
if answer then
  -- A write, so that whoever then waits for replicas waits for those that have the answer as well.
  redis.call('PEXPIRE', ANSWER, redis.call('PTTL', ANSWER))
  local first, count, id, at = string.match(answer, '^(%d+) (%d+) (%w+) (%d+)$')
  return {'stored', first, count, id, at}
end

-- Without a head the rest is what an eviction has left of a topic that is gone.
if not head.exists then
  redis.call('DEL', STATE, LOG, EXPIRY, LATEST, USERS)
end

if expire() then
  return {'more'}
end

local function drafts()
  local all = {}
  for i = 12, #ARGV, 5 do
    all[#all + 1] = {kind = ARGV[i], key = ARGV[i + 1], user = ARGV[i + 2], ttl = ARGV[i + 3],
      body = ARGV[i + 4]}
  end
  return all
end

local function sign(number)
  return number > 0 and 1 or 0
end

-- Which limit the state would be over after these events. What makes it no larger is never refused.
local function missing_room(events)
  local sizes = {}
  local keys, bytes = 0, 0
  for _, event in ipairs(events) do
    if event.kind ~= 'notice' then
      local before = sizes[event.key] or redis.call('HSTRLEN', STATE, event.key)
      local after = event.kind == 'state' and #event.json or 0
      keys, bytes = keys + sign(after) - sign(before), bytes + after - before
      sizes[event.key] = after
    end
  end
  if keys > 0 and redis.call('HLEN', STATE) + keys > tonumber(ARGV[8]) then
    return 'keys'
  end
  if bytes > 0 and head.state_bytes + bytes > tonumber(ARGV[9]) then
    return 'bytes'
  end
end

local function remember_users(events)
  local more = false
  for _, event in ipairs(events) do
    if event.kind == 'state' and event.user ~= '' then
      more = redis.call('HSET', LATEST, event.user, event.json) == 1 or more
      redis.call('ZADD', USERS, digits(event.seq), event.user)
    end
  end
  if not more then
    return
  end
  grown = true
  local excess = redis.call('ZCARD', USERS) - ARGV[10]
  if excess > 0 then
    local silent = redis.call('ZPOPMIN', USERS, excess)
    for i = 1, #silent, 2 do
      redis.call('HDEL', LATEST, silent[i])
    end
  end
end

local events = stamped(drafts())
local missing = missing_room(events)
if missing then
  return {'full', missing}
end

append(events)
remember_users(events)
keep_if_due()

local first, count, at = digits(events[1].seq), digits(#events), NOW
if ANSWER then
  redis.call('SET', ANSWER, table.concat({first, count, OPERATION, at}, ' '), 'PX', ARGV[11])
end
return {'stored', first, count, OPERATION, at}
