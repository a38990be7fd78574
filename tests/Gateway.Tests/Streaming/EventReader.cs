namespace Digits.Gateway.Tests.Streaming;

/// <summary>Reads server-sent events as the specification says, so far as the gateway uses it.</summary>
internal static class EventReader
{
    public static async Task<IReadOnlyList<(string? Id, string? Name, string Data)>> ReadAllAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var events = new List<(string? Id, string? Name, string Data)>();
        foreach (var block in body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = block.Split('\n').Where(line => !line.StartsWith(':'))
                .Select(line => line.Split(": ", 2)).ToLookup(pair => pair[0], pair => pair[1]);
            if (fields.Contains("data"))
            {
                events.Add((fields["id"].SingleOrDefault(), fields["event"].SingleOrDefault(), string.Join('\n', fields["data"])));
            }
        }

        return events;
    }
}
