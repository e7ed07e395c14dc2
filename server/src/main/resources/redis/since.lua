-- Reads the delta from a position to the head.
--
-- KEYS[1..7]  see topic.lua
-- ARGV[1..8]  see topic.lua
-- ARGV[9]     bytes of state that one answer may hold
-- ARGV[10]    seq of the position: 0 for the start, before the first event; -1 for a reader that
--             knows nothing
-- ARGV[11]    position
--
-- Answers {'since', position of the head or '', every event after the position}
--      or {'reset', position of the head or '', live state events in any order}
--      or {'large', position of the head, keys with state, bytes of it}: a reset whose state has
--         to be read in parts
--      or {'more'}: more state has expired than one call handles; call it again

local SEQ, POSITION = tonumber(ARGV[10]), ARGV[11]

-- Whether the position is the head, the base or an event of the log.
local function is_known()
  if POSITION == head_position() or POSITION == head.base then
    return true
  end
  local entry = redis.call('XRANGE', LOG, digits(SEQ), digits(SEQ))[1]
  return entry and string.match(entry[2][2], '"id":"([^"]+)"') == POSITION
end

return answer_of(function()
  if expire(true) then
    return {'more'}
  end
  if not head.exists then
    return {SEQ == 0 and 'since' or 'reset', '', {}}
  end
  if SEQ == 0 and head.first == 1 or SEQ > 0 and is_known() then
    local events = log_from(SEQ + 1)
    -- An eviction may have taken some.
    if #events == head.seq - SEQ then
      return {'since', head_position(), events}
    end
  end
  if head.state_bytes > ARGV[9] + 0 then
    return {'large', head_position(), digits(redis.call('HLEN', STATE)), digits(head.state_bytes)}
  end
  return {'reset', head_position(), redis.call('HVALS', STATE)}
end)
