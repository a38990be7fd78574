using Digits.Datasets.PublicSets;
using Digits.Tests.Datasets;
using Grpc.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Digits.Processing.Tests.PublicSets;

public sealed class CatalogSettingsTests
{
    [Theory]
    [InlineData("Folder", "relative/folder", "Catalog:Folder")]
    [InlineData("Mirror", "mirror.example", "Catalog:Mirror")]
    [InlineData("Mirror", "ftp://mirror.example/", "Catalog:Mirror")]
    [InlineData("Mirror", "https://name:secret@mirror.example/", "Catalog:Mirror")]
    [InlineData("SilenceTimeout", "00:00:00", "SilenceTimeout")]
    [InlineData("Retries", "-1", "Retries")]
    public void Start_WrongSetting_IsRefusedByItsName(string key, string value, string named)
    {
        var settings = new Dictionary<string, string?> { [$"Catalog:{key}"] = value };
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddPublicSets()
            .BuildServiceProvider();

        var fault = Assert.Throws<OptionsValidationException>(services.GetRequiredService<IStartupValidator>().Validate);

        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_SeveralFaults_NamesAll()
    {
        var result = new PublicSetOptionsValidator().Validate(null, new PublicSetOptions { Folder = "here", Mirror = "there" });

        Assert.Equal(2, result.Failures!.Count());
    }

    [Fact]
    public async Task Install_ServerSilent_GoesOnAfterwards()
    {
        var fake = new FakeSet();
        await using var catalog = new CatalogFixture([fake.Set], ("SilenceTimeout", "00:00:00.3"));
        catalog.Serve(fake);
        catalog.Server.Files[$"/fake/{FakeSet.TrainImages}"] = new ServedFile(fake.Bytes[FakeSet.TrainImages]) { Stops = 1 };

        var dataset = await catalog.InstallAsync(fake.Set);

        Assert.Equal(40, dataset.TrainCount);
        Assert.Contains($"/fake/{FakeSet.TrainImages} bytes=100- if \"first\"", catalog.Server.Requests);
    }

    [Fact]
    public async Task Install_ServerSilentForGood_SaysSo()
    {
        var fake = new FakeSet();
        await using var catalog = new CatalogFixture([fake.Set], ("SilenceTimeout", "00:00:00.1"), ("Retries", "1"));
        catalog.Serve(fake);
        catalog.Server.Files[$"/fake/{FakeSet.TrainImages}"] = new ServedFile(fake.Bytes[FakeSet.TrainImages]) { Stops = int.MaxValue, StopAfter = 10 };

        var refusal = await Refusal.OfAsync(() => catalog.InstallAsync(fake.Set));

        Assert.Equal((StatusCode.Unavailable, "PUBLIC_FILES_MISSING"), (refusal.Code, refusal.Reason));
        Assert.Contains("was silent for 0.1 seconds", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_FirstAddressFails_TakesTheNext()
    {
        var fake = new FakeSet();
        await using var server = new FileServer();
        foreach (var (name, bytes) in fake.Bytes)
        {
            server.Files[$"/good/{name}"] = new ServedFile(bytes);
        }

        var set = fake.With(file => file with { Addresses = [$"{server.Address}/bad/{file.Name}", $"{server.Address}/good/{file.Name}"] });
        await using var catalog = new CatalogFixture([set], ("Mirror", ""));

        Assert.Equal(40, (await catalog.InstallAsync(set)).TrainCount);
    }

    [Fact]
    public async Task Install_SizeNotKnownAndFileTooLarge_IsRefused()
    {
        var fake = new FakeSet();
        var set = fake.With(file => file with { Size = 0 });
        await using var catalog = new CatalogFixture([set], ("MaxFileBytes", "1000"));
        catalog.Serve(fake);

        var refusal = await Refusal.OfAsync(() => catalog.InstallAsync(set));

        Assert.Contains("where at most 1000 are expected", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_NobodyAtTheMirror_SaysSo()
    {
        var fake = new FakeSet();
        await using var catalog = new CatalogFixture([fake.Set], ("Mirror", "http://127.0.0.1:1/sets/"));

        var refusal = await Refusal.OfAsync(() => catalog.InstallAsync(fake.Set));

        Assert.Equal((StatusCode.Unavailable, "PUBLIC_FILES_MISSING"), (refusal.Code, refusal.Reason));
        Assert.Contains($"http://127.0.0.1:1/sets/fake/{FakeSet.TrainImages} cannot be reached", refusal.Message, StringComparison.Ordinal);
    }
}
