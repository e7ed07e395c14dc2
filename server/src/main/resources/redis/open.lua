-- Reads all that is kept of a topic.
--
-- KEYS[1..7]  see topic.lua
-- ARGV[1..7]  see topic.lua
--
-- Answers {'topic', position of the head or '', live state events in any order, events of the log,
--          position before them or ''}
--      or {'more'}: so much has expired that it wants to be called again

if expire() then
  return {'more'}
end
if not head.exists then
  return {'topic', '', {}, {}, ''}
end
local log = log_from(1)
-- If an eviction has taken some of the log, nobody can be led on from before it.
local base = #log == head.seq - head.first + 1 and head.base or ''
return {'topic', head_position(), redis.call('HVALS', STATE), log, base}
