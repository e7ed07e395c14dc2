-- Reads everything that is kept of a topic.
--
-- KEYS[1..7]  see topic.lua
-- ARGV[1..8]  see topic.lua
-- ARGV[9]     bytes of state that one answer may hold
--
-- Answers {'topic', position of the head or '', live state events in any order, events of the log,
--          base}
--      or {'large', position of the head, keys with state, bytes of it, events of the log, base}:
--         the state has to be read in parts
-- base is the position before the log, 'start', or '' if it is not known
--      or {'more'}: more state has expired than one call handles; call it again

return answer_of(function()
  if expire(true) then
    return {'more'}
  end
  if not head.exists then
    return {'topic', '', {}, {}, 'start'}
  end
  local log = log_from(head.first)
  -- If an eviction has taken some of the log, no delta can start at the position before it.
  local base = ''
  if #log == head.seq - head.first + 1 then
    base = head.first == 1 and 'start' or head.base
  end
  if head.state_bytes > ARGV[9] + 0 then
    return {'large', head_position(), digits(redis.call('HLEN', STATE)), digits(head.state_bytes), log, base}
  end
  return {'topic', head_position(), redis.call('HVALS', STATE), log, base}
end)
