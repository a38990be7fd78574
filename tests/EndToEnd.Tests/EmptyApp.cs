using Digits.Tests;

namespace Digits.EndToEnd.Tests;

/// <summary>The running application without data sets, shared by the tests of a class.</summary>
public sealed class EmptyApp : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();

    internal TestApp App { get; private set; } = null!;

    internal string Folder => _folder.Path;

    public async Task InitializeAsync() => App = await TestApp.StartAsync(_folder.Path);

    public async Task DisposeAsync() => await App.DisposeAsync();

    public void Dispose() => _folder.Dispose();
}
