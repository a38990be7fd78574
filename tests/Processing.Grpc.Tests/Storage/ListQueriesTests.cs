using System.Diagnostics;
using Digits.Processing.V1;
using Digits.Tests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Digits.Processing.Tests.Storage;

/// <summary>How often lists ask the database, which is what makes them slow once there are many data sets.</summary>
public sealed class ListQueriesTests : IDisposable
{
    private readonly ProcessingFixture _processing = new();

    public void Dispose() => _processing.Dispose();

    [Fact]
    public async Task ListDatasets_MoreSets_AsksTheDatabaseNoMoreOften()
    {
        await ImportAsync(count: 2);
        var ofTwo = await QueriesOfListAsync(2);

        await ImportAsync(count: 20);

        Assert.InRange(ofTwo, 1, 10);
        Assert.Equal(ofTwo, await QueriesOfListAsync(20));
    }

    private async Task ImportAsync(int count)
    {
        for (var number = 0; number < count; number++)
        {
            await _processing.ImportAsync($"set-{number:D2}", ("images", IdxBytes.Images(10, seed: number)), ("labels", IdxBytes.Labels(10)));
        }
    }

    private async Task<int> QueriesOfListAsync(int datasets)
    {
        using var queries = new QueryCount(_processing.DataVolume);
        Assert.Equal(datasets, (await _processing.Client.ListDatasetsAsync(new ListDatasetsRequest())).Datasets.Count);
        return queries.Count;
    }

    // Counts the commands of one volume's database; tests beside this one have databases of their own.
    private sealed class QueryCount : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private readonly string _volume;
        private readonly List<IDisposable> _subscriptions = [];
        private int _count;

        public QueryCount(string volume)
        {
            _volume = volume;
            _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
        }

        public int Count => _count;

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == DbLoggerCategory.Name)
            {
                _subscriptions.Add(value.Subscribe(this));
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value is { Key: var key, Value: CommandEventData command }
                && key == RelationalEventId.CommandExecuting.Name
                && command.Command.Connection!.ConnectionString.Contains(_volume, StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _count);
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void Dispose() => _subscriptions.ForEach(subscription => subscription.Dispose());
    }
}
