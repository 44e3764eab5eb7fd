"""Acceptance rows of the loop: instruct, answer a conflict, say who blocks, remind, tell, report; counted in clicks."""

import io
import re
import time
from collections.abc import Callable

from docx import Document
from playwright.sync_api import expect

from browser.counting import Person

Enter = Callable[..., Person]


def test_leader_gives_an_instruction(person: Enter) -> None:
    leader = person("leader")
    leader.click("作出指示", inside=".matter:has-text('民生十大实事')")
    leader.type("指示", "十月底前逐件报进展")
    leader.click("提交", role="button")
    leader.sees("十月底前逐件报进展")
    leader.spent(clicks=2, typed=1)


def test_leader_sees_pipeline_curve_and_plans_on_the_board(person: Enter) -> None:
    leader = person("leader")
    pipe = leader.page.locator(".z-pipe")
    for stage in ("在谈", "签约", "落地", "开工", "续建", "竣工", "达产"):
        expect(pipe).to_contain_text(stage)
    expect(pipe.locator(".scurve svg").first).to_be_visible()
    leader.spent(clicks=0)


def test_clerk_answers_a_conflict_before_the_consultation(person: Enter) -> None:
    clerk = person("clerk")
    clerk.click("会前反馈")
    clerk.press(clerk.page.get_by_role("button", name=re.compile("同意")).first)
    clerk.sees(re.compile("同意"))
    clerk.spent(clicks=2)


def test_clerk_fetches_the_monthly_report_as_word(person: Enter) -> None:
    clerk = person("clerk")
    with clerk.page.expect_download() as waiting:
        clerk.page.get_by_role("link", name="月报（Word）").click()
    clerk.clicks += 1
    words = Document(io.BytesIO(waiting.value.path().read_bytes()))
    assert "建设局" in "".join(paragraph.text for paragraph in words.paragraphs)
    clerk.spent(clicks=1)


def test_supervision_builds_the_agenda(person: Enter) -> None:
    office = person("supervision")
    office.click("会商议程", inside="main")
    days = office.page.locator(".agenda .stake b").all_inner_texts()
    assert [int(each) for each in days] == sorted(map(int, days), reverse=True) != []
    office.spent(clicks=1)


def test_supervision_issues_a_bulletin_as_word(person: Enter) -> None:
    office = person("supervision")
    office.click("督查通报", inside="main")
    office.type("按语", "示例：请滞后单位本周内说明原因")
    with office.page.expect_download() as waiting:
        office.page.get_by_role("button", name="印发并下载 Word").click()
    office.clicks += 1
    words = Document(io.BytesIO(waiting.value.path().read_bytes()))
    assert "请滞后单位本周内说明原因" in "".join(paragraph.text for paragraph in words.paragraphs)
    office.spent(clicks=2, typed=1)


def test_leader_tries_a_later_date_in_the_meeting(person: Enter) -> None:
    leader = person("leader")
    leader.click("会商", inside="nav")
    leader.click("上屏", inside="main")
    leader.type("新日期", "2019-01-15")
    began = time.perf_counter()
    leader.press(leader.page.get_by_role("button", name="试算", exact=True).last)
    effect = leader.page.locator("#effect")
    expect(effect).to_contain_text("2019-01-15")
    expect(effect.locator(".moved").first).to_be_visible()
    print(f"new lights after {time.perf_counter() - began:.2f} s")
    expect(effect).to_contain_text("定议前不保存")
    leader.spent(clicks=3, typed=1)


def test_supervision_records_a_decision_and_reissues_the_letters_it_changes(person: Enter) -> None:
    office = person("supervision")
    office.click("会后决定", inside="main")
    office.click("安置房C地块（示例）", inside="main")
    office.page.get_by_label("改什么").select_option("duration")
    office.page.get_by_label(re.compile("^工作")).select_option("C130")
    office.type("新的工作日数", "80")
    office.type("决定", "示例：雨季顺延")
    office.click("定议", role="button", inside="main")
    office.sees("变更通知均已发出")
    office.spent(clicks=3, typed=2)
    clerk_signs_for_a_letter(person("clerk"))


def clerk_signs_for_a_letter(clerk: Person) -> None:
    clerk.click("签收", role="button")
    clerk.sees("已签收")
    for paper in ("Word", "PDF"):
        expect(clerk.page.get_by_role("link", name=re.compile(paper)).first).to_be_visible()
    clerk.spent(clicks=1)


def test_supervision_reminds_all_units_in_two_clicks(person: Enter) -> None:
    office = person("supervision")
    office.click("提醒各单位")
    office.press(office.page.get_by_role("button", name=re.compile("发给所选单位")))
    office.sees(re.compile("已发"))
    office.spent(clicks=2)


def test_project_office_begins_with_the_plans(person: Enter) -> None:
    office = person("project")
    expect(office.page.locator("h1")).to_contain_text("计划")
    office.sees("安置房B地块（示例）")
    office.spent(clicks=0)


def test_appraisal_office_begins_with_its_rounds(person: Enter) -> None:
    office = person("appraisal")
    office.click(re.compile("上半年考核"))
    office.sees(re.compile("定稿"))
    office.spent(clicks=1)


def test_appraisal_office_scores_and_freezes_the_year(person: Enter) -> None:
    office = person("appraisal")
    office.click("开始一轮考核", inside="main")
    office.click("开始并计算", role="button", inside="main")
    office.sees("2018年度考核")
    office.click("冻结公示", role="button", inside="body")
    office.sees("得分表已冻结并公示")
    office.spent(clicks=3)
    office.press(office.page.locator("main tbody a").first)
    expect(office.page.locator(".lead")).to_contain_text("每个数字")
