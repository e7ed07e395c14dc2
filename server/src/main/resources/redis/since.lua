-- Reads what leads from a position to the head.
--
-- KEYS[1..7]  see topic.lua
-- ARGV[1..7]  see topic.lua
-- ARGV[8]     seq of the position, 0 for nothing
-- ARGV[9]     position
--
-- Answers {'since', position of the head, every event behind the position}
--      or {'reset', position of the head or '', live state events in any order}
--      or {'more'}: so much has expired that it wants to be called again

local SEQ, POSITION = tonumber(ARGV[8]), ARGV[9]

if expire() then
  return {'more'}
end
if not head.exists then
  return {'reset', '', {}}
end

-- Whether it is a position of this history, as far as that is still known.
local function is_known()
  if POSITION == head_position() or POSITION == head.base then
    return true
  end
  local entry = redis.call('XRANGE', LOG, digits(SEQ), digits(SEQ))[1]
  return entry and string.match(entry[2][2], '"id":"([^"]+)"') == POSITION
end

if SEQ > 0 and is_known() then
  local events = log_from(SEQ + 1)
  -- Fewer if an eviction took some.
  if #events == head.seq - SEQ then
    return {'since', head_position(), events}
  end
end
return {'reset', head_position(), redis.call('HVALS', STATE)}
