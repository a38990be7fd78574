using Digits.Tests;

namespace Digits.EndToEnd.Tests;

/// <summary>The running application with the starter's data set and the model learned from it, shared by the tests of a class.</summary>
public sealed class StarterApp : IAsyncLifetime, IDisposable
{
    private const int Count = 1000;

    private readonly TempFolder _folder = new();

    internal TestApp App { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        App = await TestApp.StartAsync(_folder.Path, Count);
        var rest = new RestClient(App.Http);
        await Eventually.TrueAsync(async () => (await rest.GetAsync("/api/v1/served-models")).GetProperty("models").GetArrayLength() == 1, App);
    }

    public async Task DisposeAsync() => await App.DisposeAsync();

    public void Dispose() => _folder.Dispose();
}
