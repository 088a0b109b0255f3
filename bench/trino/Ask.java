import com.fasterxml.jackson.databind.ObjectMapper;
import io.trino.spi.type.TimeZoneKey;
import io.trino.testing.LocalQueryRunner;
import io.trino.testing.MaterializedResult;
import io.trino.testing.MaterializedRow;
import io.trino.testing.TestingSession;
import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** `java -cp 'lib/*' Ask.java QUERIES.json ANSWERS.json`: has a Trino in this process answer a list of queries. */
public class Ask {
    public static void main(String[] args) throws Exception {
        var json = new ObjectMapper();
        var queries = json.readValue(new File(args[0]), String[].class);
        var session = TestingSession.testSessionBuilder().setTimeZoneKey(TimeZoneKey.UTC_KEY).build();
        var answers = new ArrayList<Object>();
        try (var trino = LocalQueryRunner.create(session)) {
            for (var query : queries) {
                var answer = new LinkedHashMap<String, Object>();
                try {
                    answer.put("rows", rowsOf(trino.execute(query)));
                }
                catch (RuntimeException error) {
                    answer.put("error", String.valueOf(error.getMessage()));
                }
                answers.add(answer);
            }
        }
        json.writeValue(new File(args[1]), answers);
        System.exit(0);
    }

    private static List<List<Object>> rowsOf(MaterializedResult result) {
        var rows = new ArrayList<List<Object>>();
        for (MaterializedRow row : result.getMaterializedRows()) {
            var fields = new ArrayList<Object>();
            for (var field : row.getFields()) {
                var plain = field == null || field instanceof Number || field instanceof String || field instanceof Boolean;
                fields.add(plain ? field : field.toString());
            }
            rows.add(fields);
        }
        return rows;
    }
}
