using System.Text;
using Aspire.Dashboard.Telemetry;

namespace Aspire.Dashboard.Tests.Telemetry;

public sealed class RecordRingTests
{
    private readonly RecordRing _ring = new();

    [Fact]
    public void Read_AnyKept_ReturnsWhatWasAppended()
    {
        for (var number = 0; number < 5000; number++)
        {
            Assert.Equal(number, _ring.Append(Record(number)));
        }

        Assert.All([4999, 0, 4743, 256, 255, 4998, 1], number => Assert.Equal(Record(number), _ring.Read(number).ToArray()));
    }

    [Fact]
    public void DropFirst_AllButTheLast_KeepsTheLastAndGivesTheRoomBack()
    {
        var empty = _ring.Bytes;
        for (var number = 0; number < 2000; number++)
        {
            _ring.Append(Record(number));
        }

        Assert.True(_ring.Bytes > empty);
        while (_ring.First < _ring.Next - 1)
        {
            _ring.DropFirst();
        }

        Assert.Equal(Record(1999), _ring.Read(1999).ToArray());
        Assert.Equal(empty, _ring.Bytes);
        Assert.Throws<ArgumentOutOfRangeException>(() => _ring.Read(1998).Length);
    }

    [Fact]
    public void Append_LikeRecords_TakesAFifthOfTheirRoom()
    {
        var empty = _ring.Bytes;
        long written = 0;
        for (var number = 0; number < 5000; number++)
        {
            written += Record(number).Length;
            _ring.Append(Record(number));
        }

        Assert.InRange(_ring.Bytes - empty, 1, written / 5);
    }

    [Fact]
    public void Append_RecordLargerThanASegment_IsKeptAmongSmallOnes()
    {
        var large = new byte[300_000];
        new Random(1).NextBytes(large);
        _ring.Append(Record(0));
        _ring.Append(large);
        _ring.Append(Record(2));
        _ring.Append([]);

        Assert.Equal(Record(0), _ring.Read(0).ToArray());
        Assert.Equal(large, _ring.Read(1).ToArray());
        Assert.Equal(Record(2), _ring.Read(2).ToArray());
        Assert.True(_ring.Read(3).IsEmpty);
    }

    [Fact]
    public void Append_AfterEverythingWasDropped_StartsAgain()
    {
        _ring.Append(Record(0));
        _ring.DropFirst();
        _ring.Append(Record(1));

        Assert.Equal(Record(1), _ring.Read(1).ToArray());
        Assert.Equal((1, 2), (_ring.First, _ring.Next));
    }

    private static byte[] Record(int number) =>
        Encoding.UTF8.GetBytes($"POST /api/v1/models/digits:predict http.request.method=POST http.response.status_code=200 server.address=localhost span {number}");
}
