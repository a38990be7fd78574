using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Aspire.Dashboard.Tests.Support;

/// <summary>Reads server-sent events as they come.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _items;

    private EventReader(HttpResponseMessage response, Stream stream)
    {
        _response = response;
        _items = SseParser.Create(stream).EnumerateAsync().GetAsyncEnumerator();
    }

    public static async Task<EventReader> OpenAsync(DashboardProcess dashboard, string path)
    {
        var response = await dashboard.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        return new EventReader(response, await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync());
    }

    /// <summary>The next event of a name that fits.</summary>
    public async Task<JsonElement> NextAsync(string name, Func<JsonElement, bool>? fits = null)
    {
        while (await _items.MoveNextAsync().AsTask().WaitAsync(Patience))
        {
            if (_items.Current.EventType == name && JsonDocument.Parse(_items.Current.Data).RootElement is var data && fits?.Invoke(data) != false)
            {
                return data;
            }
        }

        throw new InvalidOperationException("The stream has ended.");
    }

    public ValueTask DisposeAsync()
    {
        _response.Dispose();
        return ValueTask.CompletedTask;
    }
}
