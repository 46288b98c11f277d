-- A figure for a year that a report gave before the year was over is no outturn.
select plan.*
from {{ ref('plan_outturn') }} as plan
inner join {{ ref('dim_report') }} as reports on plan.outturn_report_id = reports.report_id
where reports.report_year <= plan.year
