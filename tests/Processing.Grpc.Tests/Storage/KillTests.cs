using Digits.Processing.Tests.Versions;
using Digits.Processing.V1;
using Digits.Tests;
using Digits.Tests.Processing;
using Grpc.Core;

namespace Digits.Processing.Tests.Storage;

/// <summary>The process is killed in the midst of its work, again and again: what it has acknowledged is there, and nothing by halves.</summary>
public sealed class KillTests : IDisposable
{
    private const int Kills = 4;
    private const int MostSteps = 5;
    private const int LongestStep = 40;

    private readonly TempFolder _volume = new();
    private readonly Random _random = new(5);

    private TaskCompletionSource _enough = new();
    private int _stepsLeft;
    private string _acknowledged = "";
    private int _drawings;

    public void Dispose() => _volume.Dispose();

    [Fact]
    public async Task Kill_AtAnyMoment_LeavesTheOldStateOrTheNew()
    {
        for (var kill = 0; kill < Kills; kill++)
        {
            using var service = new ProcessingProcess(_volume.Path);
            await CheckAsync(service);
            (_enough, _stepsLeft) = (new TaskCompletionSource(), _random.Next(1, MostSteps));
            var work = WorkAsync(service.Client);
            await Task.WhenAny(work, _enough.Task);
            await Task.Delay(_random.Next(LongestStep));
            service.Kill();

            // However the end of the connection shows in the midst of a call or of an upload.
            var end = await Record.ExceptionAsync(() => work);
            Assert.True(end is RpcException or IOException or InvalidOperationException, $"{end}");
        }

        using var last = new ProcessingProcess(_volume.Path);
        await CheckAsync(last);
    }

    private async Task WorkAsync(ProcessingService.ProcessingServiceClient client)
    {
        while (true)
        {
            var add = new AddSamplesRequest { Dataset = "a" };
            add.Samples.Add(Enumerable.Range(0, 50).Select(_ => Drawings.Sample(_drawings++, $"{_drawings % 10}")));
            var added = await client.AddSamplesAsync(add);
            Acknowledge(added.Dataset);
            var relabel = new RelabelSamplesRequest { Dataset = "a" };
            relabel.Labels.Add(added.Numbers.Take(20).Select(number => new NewLabel { Number = number, Label = "x" }));
            Acknowledge((await client.RelabelSamplesAsync(relabel)).Dataset);
            var remove = new RemoveSamplesRequest { Dataset = "a", Numbers = { added.Numbers.Take(10) } };
            Acknowledge((await client.RemoveSamplesAsync(remove)).Dataset);
            var edit = new EditSamplesRequest { Dataset = "a", Removed = { added.Numbers.Skip(40) } };
            edit.Relabeled.Add(added.Numbers.Skip(20).Take(20).Select(number => new NewLabel { Number = number, Label = "y" }));
            edit.Added.Add(Enumerable.Range(0, 10).Select(_ => Drawings.Sample(_drawings++, "z")));
            Acknowledge((await client.EditSamplesAsync(edit)).Dataset);
            var mode = _random.Next(2) == 0 ? ImportMode.Append : ImportMode.Replace;
            using var import = client.ImportDataset();
            await import.RequestStream.WriteAsync(
                new ImportDatasetRequest { Settings = new ImportSettings { Name = "a", Seed = (uint)_random.Next(), Mode = mode } });
            (string, byte[])[] files = [("images", IdxBytes.Images(2000, seed: _random.Next())), ("labels", IdxBytes.Labels(2000))];
            foreach (var piece in files.SelectMany(file => ProcessingFixture.Chunks(file.Item1, file.Item2)))
            {
                await import.RequestStream.WriteAsync(piece);
            }

            await import.RequestStream.CompleteAsync();
            Acknowledge((await import).Dataset);
        }
    }

    private void Acknowledge(Dataset dataset)
    {
        _acknowledged = dataset.Version;
        if (--_stepsLeft <= 0)
        {
            _enough.TrySetResult();
        }
    }

    private async Task CheckAsync(ProcessingProcess service)
    {
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_volume.Path, "work")));
        var datasets = (await service.Client.ListDatasetsAsync(new ListDatasetsRequest())).Datasets;
        if (_acknowledged.Length == 0 && datasets.Count == 0)
        {
            return;
        }

        // What was under way may have come to its end without a word.
        var dataset = Assert.Single(datasets);
        Assert.Contains(_acknowledged, (string[])[dataset.Version, dataset.Versions[0].Parent]);
        foreach (var (part, count) in ((Part, int)[])[(Part.Train, dataset.TrainCount), (Part.Test, dataset.TestCount)])
        {
            using var call = service.Client.StreamSamples(new StreamSamplesRequest { Dataset = "a", Part = part });
            var received = 0;
            await foreach (var block in call.ResponseStream.ReadAllAsync())
            {
                received += block.Classes.Count;
            }

            Assert.Equal(count, received);
        }

        var known = await service.Client.ListVersionsAsync(new ListVersionsRequest { Dataset = "a", PageSize = 1000 });
        Assert.Equal(
            known.Versions.Select(version => version.Version).Distinct().Order(),
            Directory.GetFiles(Path.Combine(_volume.Path, "datasets/a/versions")).Select(Path.GetFileName).Order()!);
        _acknowledged = dataset.Version;
    }
}
